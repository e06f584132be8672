package dev.provision.library;

import dev.provision.ports.cloud.CloudProvider;
import java.util.Optional;

/// A provider and where it was found.
///
/// @param provider the provider
/// @param origin the JAR or directory it comes from
/// @param version its own, where it has one: those that the program brings have the program's
public record FoundProvider(CloudProvider provider, String origin, Optional<String> version) {
  /// The usual one of its names.
  public String name() {
    return provider.names().getFirst();
  }
}
