package dev.provision.library.provider;

import dev.provision.ports.cloud.CloudProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A provider and where it was found.
///
/// @param provider the provider
/// @param origin the JAR or directory it comes from
/// @param version its version, if it has one; built-in providers have the program's
public record FoundProvider(CloudProvider provider, String origin, Optional<String> version) {
  /// The usual one of its names.
  public String name() {
    return provider.names().getFirst();
  }

  /// The file's name without `.jar`.
  String file() {
    return String.valueOf(Path.of(origin).getFileName()).replaceFirst("\\.jar$", "");
  }

  /// The same, found by some of its names only.
  FoundProvider named(List<String> some) {
    return provider instanceof DescribedProvider said
        ? new FoundProvider(said.named(some), origin, version)
        : this;
  }
}
