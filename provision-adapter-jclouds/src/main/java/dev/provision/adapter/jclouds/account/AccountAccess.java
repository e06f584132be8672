package dev.provision.adapter.jclouds.account;

import dev.provision.ports.Secret;
import java.util.Optional;
import java.util.Properties;

/// How an account is reached, in the form that jclouds takes.
///
/// @param identity who
/// @param credential the secret that goes with it
/// @param sessionToken what makes a passing credential complete
/// @param endpoint where, if not at the API's usual place
/// @param region the one that is meant, where there are several
/// @param properties for jclouds
/// @param options what else the account says
public record AccountAccess(
    String identity,
    Secret credential,
    Optional<Secret> sessionToken,
    Optional<String> endpoint,
    Optional<String> region,
    Properties properties,
    GivenOptions options) {}
