package dev.provision.adapter.jclouds;

/// What holds for all requests of an account.
///
/// @param pacing when they are sent
/// @param route how they get to the cloud
/// @param internalErrors what a status of 500 means
/// @param secrets what is not shown of their answers
/// @param proxies that the user's environment names
record Rules(
    Pacing pacing,
    Route route,
    InternalErrors internalErrors,
    Secrets secrets,
    EnvironmentProxies proxies) {
  Rules by(Route other) {
    return new Rules(pacing, other, internalErrors, secrets, proxies);
  }

  Rules with(InternalErrors other) {
    return new Rules(pacing, route, other, secrets, proxies);
  }
}
