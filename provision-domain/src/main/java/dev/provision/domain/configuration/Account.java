package dev.provision.domain.configuration;

import dev.provision.ports.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// A named account of a configuration's `providers:`.
///
/// @param type the provider's own name
/// @param userid the user, where set here
/// @param secretKey its secret, where set here
/// @param options options of the provider, by name
/// @param places where each option was set, by its name, such as `web/provision.yaml:12:5`; those
///   of whom that is not known are missing
/// @param directory where relative paths among the options start; the working directory if empty
/// @param origin where it was defined
public record Account(
    String type,
    Optional<String> userid,
    Optional<Secret> secretKey,
    Map<String, String> options,
    Map<String, String> places,
    String directory,
    String origin) {
  /// Copies the maps.
  public Account {
    options = Map.copyOf(options);
    places = Map.copyOf(places);
  }

  /// Without the options' values: some of them are secrets.
  @Override
  public String toString() {
    return "Account[type=%s, userid=%s, options=%s, origin=%s]"
        .formatted(type, userid, new TreeSet<>(options.keySet()), origin);
  }
}
