package dev.provision.library;

import dev.provision.ports.cloud.CloudProvider;

/// A provider and where it was found.
///
/// @param provider the provider
/// @param origin the JAR or directory it comes from
public record FoundProvider(CloudProvider provider, String origin) {
  /// The usual one of its names.
  public String name() {
    return provider.names().getFirst();
  }
}
