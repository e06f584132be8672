package dev.provision.domain.configuration;

import dev.provision.ports.Secret;
import java.util.Map;
import java.util.Optional;

/// A named account of a configuration's `providers:`.
///
/// @param type the provider's own name
/// @param userid the user, where set here
/// @param secretKey its secret, where set here
/// @param options options of the provider, by name
/// @param places where each option was set, by its name, such as `web/provision.yaml:12:5`; those
///   of whom that is not known are missing
/// @param origin where it was defined
public record Account(
    String type,
    Optional<String> userid,
    Optional<Secret> secretKey,
    Map<String, String> options,
    Map<String, String> places,
    String origin) {
  /// Copies the maps.
  public Account {
    options = Map.copyOf(options);
    places = Map.copyOf(places);
  }
}
