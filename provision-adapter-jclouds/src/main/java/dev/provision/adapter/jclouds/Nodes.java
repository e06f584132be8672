package dev.provision.adapter.jclouds;

import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import java.util.List;
import java.util.Optional;

/// Nodes that no cloud has described yet.
final class Nodes {
  private Nodes() {}

  /// What a cloud has accepted, as it was asked for.
  static Node pending(NodeId id, NodeRequest request) {
    return new Node(
        id,
        request.name(),
        Node.State.PENDING,
        List.of(),
        List.of(),
        Optional.of(request.image()),
        Optional.of(request.size()),
        Optional.of(request.location()),
        Optional.empty());
  }
}
