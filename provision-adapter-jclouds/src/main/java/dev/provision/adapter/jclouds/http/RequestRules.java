package dev.provision.adapter.jclouds.http;

import dev.provision.adapter.jclouds.call.AccountSecrets;
import dev.provision.adapter.jclouds.call.InternalErrors;
import dev.provision.adapter.jclouds.call.RetryPolicy;

/// What holds for all requests of an account.
///
/// @param retryPolicy when they are sent
/// @param route how they get to the cloud
/// @param internalErrors what a status of 500 means
/// @param secrets what is not shown of their answers
/// @param proxies that the user's environment names
public record RequestRules(
    RetryPolicy retryPolicy,
    RequestRoute route,
    InternalErrors internalErrors,
    AccountSecrets secrets,
    EnvironmentProxies proxies) {
  public RequestRules by(RequestRoute other) {
    return new RequestRules(retryPolicy, other, internalErrors, secrets, proxies);
  }

  public RequestRules with(InternalErrors other) {
    return new RequestRules(retryPolicy, route, other, secrets, proxies);
  }
}
