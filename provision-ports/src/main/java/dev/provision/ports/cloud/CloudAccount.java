package dev.provision.ports.cloud;

import dev.provision.ports.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Whose cloud is used, and how.
///
/// @param provider the name by which the provider was chosen, one of [CloudProvider#names()]
/// @param userid the user, key id or tenant, where the provider wants one
/// @param secretKey the secret that goes with it
/// @param options values of the options the provider declares, by name; only those that were set
/// @param stateDirectory a directory of this provider's own that outlives the program; created when
///   first needed
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

  /// The value of an option of one name: what was set, else its default, where it has one.
  public Optional<String> value(CloudOption option) {
    return Optional.ofNullable(options.get(option.name())).or(option::defaultValue);
  }

  /// Without the options' values: some of them are secrets.
  @Override
  public String toString() {
    return "CloudAccount[provider=%s, userid=%s, options=%s, stateDirectory=%s]"
        .formatted(provider, userid, new TreeSet<>(options.keySet()), stateDirectory);
  }
}
