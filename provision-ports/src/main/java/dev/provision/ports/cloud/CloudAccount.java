package dev.provision.ports.cloud;

import dev.provision.ports.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The account to open, and its options.
///
/// @param provider the name by which the provider was chosen, one of [CloudProvider#names()]
/// @param userid the user, key ID, or tenant, if the provider requires one
/// @param secretKey the secret key for the user ID
/// @param options values of the options that the provider declares, by name; only those that were
///   set
/// @param stateDirectory a persistent directory of this provider; created when first needed
public record CloudAccount(
    String provider,
    Optional<String> userid,
    Optional<Secret> secretKey,
    Map<String, String> options,
    Path stateDirectory) {

  /// Copies the options.
  public CloudAccount {
    options = Map.copyOf(options);
  }

  /// The value of an option: the one that was set, or its default, if it has one.
  public Optional<String> value(CloudOption option) {
    return Optional.ofNullable(options.get(option.name())).or(option::defaultValue);
  }

  /// Without the options' values, because some of them are secrets.
  @Override
  public String toString() {
    return "CloudAccount[provider=%s, userid=%s, options=%s, stateDirectory=%s]"
        .formatted(provider, userid, new TreeSet<>(options.keySet()), stateDirectory);
  }
}
