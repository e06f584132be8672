package dev.provision.domain.bundle;

import java.util.Optional;

/// A file of a bundle.
///
/// @param target absolute path on the node
/// @param source absolute path on this machine
/// @param mode permission bits; empty means those of the source
/// @param owner `USER`, `USER:GROUP` or `:GROUP`; empty leaves that to the login
public record FileEntry(
    String target, String source, Optional<Integer> mode, Optional<String> owner)
    implements BundleEntry {
  /// A file with the permissions of its source.
  public FileEntry(String target, String source) {
    this(target, source, Optional.empty(), Optional.empty());
  }
}
