package dev.provision.domain.lifetime;

import dev.provision.ports.cloud.Node;

/// A node of Provision's that no finished run knows.
///
/// @param node the node
/// @param why what is known of its creation
public record Orphan(Node node, Why why) {
  /// What is known of an orphan's creation.
  public enum Why {
    /// A run of this computer requested it, and was cut off.
    INTERRUPTED,
    /// No run that this computer has on record requested it.
    UNKNOWN
  }
}
