package dev.provision.domain.bundle;

/// Something of a bundle that has a place on the node.
public sealed interface BundleEntry permits ScriptEntry, FileEntry, TreeEntry {
  /// Absolute path on the node.
  String target();

  /// Absolute path on this machine.
  String source();

  /// On which nodes it is applied.
  SystemFilter only();
}
