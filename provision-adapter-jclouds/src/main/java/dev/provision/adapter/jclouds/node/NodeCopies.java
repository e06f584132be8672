package dev.provision.adapter.jclouds.node;

import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import java.util.List;
import java.util.Optional;

/// Nodes of which we know more than the cloud shows yet.
public final class NodeCopies {
  private NodeCopies() {}

  /// What a cloud has accepted, as it was asked for.
  public static Node pending(NodeId id, NodeRequest request) {
    return new Node(
            id,
            request.name(),
            Node.State.PENDING,
            List.of(),
            List.of(),
            Optional.of(request.image()),
            Optional.of(request.size()),
            Optional.of(request.location()),
            Optional.empty())
        .labelled(request.labelsWithToken());
  }

  /// The same node with other public addresses.
  public static Node withPublicAddresses(Node node, List<String> addresses) {
    return new Node(
        node.id(),
        node.name(),
        node.state(),
        addresses,
        node.privateAddresses(),
        node.image(),
        node.size(),
        node.location(),
        node.createdAt(),
        node.remark(),
        node.labels());
  }
}
