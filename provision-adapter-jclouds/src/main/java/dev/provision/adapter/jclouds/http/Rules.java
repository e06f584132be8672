package dev.provision.adapter.jclouds.http;

import dev.provision.adapter.jclouds.call.InternalErrors;
import dev.provision.adapter.jclouds.call.Pacing;
import dev.provision.adapter.jclouds.call.Secrets;

/// What holds for all requests of an account.
///
/// @param pacing when they are sent
/// @param route how they get to the cloud
/// @param internalErrors what a status of 500 means
/// @param secrets what is not shown of their answers
/// @param proxies that the user's environment names
public record Rules(
    Pacing pacing,
    Route route,
    InternalErrors internalErrors,
    Secrets secrets,
    EnvironmentProxies proxies) {
  public Rules by(Route other) {
    return new Rules(pacing, other, internalErrors, secrets, proxies);
  }

  public Rules with(InternalErrors other) {
    return new Rules(pacing, route, other, secrets, proxies);
  }
}
