package dev.provision.ports.cloud;

import java.util.Map;

/// Implemented by a [CloudPort] whose provider keeps labels with nodes.
public interface LabelKeeper {
  /// Sets labels of a node, and leaves its other labels as they are. Returns when the provider has
  /// accepted the change.
  ///
  /// @param labels as in [NodeRequest#labels()]
  /// @throws CloudException [CloudFailure.NotFound] if there is no such node, and
  ///   [CloudFailure.Unsupported] if the labels of a node that exists cannot be changed
  void label(NodeId id, Map<String, String> labels);
}
