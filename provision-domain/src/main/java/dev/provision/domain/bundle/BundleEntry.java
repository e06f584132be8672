package dev.provision.domain.bundle;

/// Something that a bundle does on the node.
public sealed interface BundleEntry permits ScriptEntry, FileEntry, TreeEntry, RebootEntry {
  /// Absolute path on the node, or what stands for it.
  String target();

  /// Absolute path on this machine.
  String source();

  /// On which nodes it is applied.
  SystemFilter only();
}
