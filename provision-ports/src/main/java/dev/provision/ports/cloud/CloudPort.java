package dev.provision.ports.cloud;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An account at a cloud: its catalog and its nodes.
///
/// Calls block; virtual threads make that cheap. All methods are safe for use by several threads at
/// once. If its thread is interrupted, a call fails promptly with [CloudFailure.Interrupted]. Every
/// failure is a [CloudException].
///
/// If the provider gives access to the consoles of nodes, its port is also a [ConsoleReader]. If it
/// keeps labels with nodes, its port is also a [LabelKeeper].
public interface CloudPort extends AutoCloseable {
  /// What the provider offers. Sends no request by itself, and always succeeds.
  Catalog catalog();

  /// Every node of the account, including those that this program did not create; terminated ones
  /// may be missing.
  List<Node> nodes();

  /// Every node that steps can be applied to: the account's own, and machines that it only knows,
  /// such as those of an inventory. The latter can be awaited, and are never destroyed.
  default List<Node> reachableNodes() {
    return nodes();
  }

  /// Requests one node and returns when the cloud has accepted the request; the node may still be
  /// [Node.State#PENDING].
  ///
  /// Creates exactly one node, or none. A second call with the same token returns the node that the
  /// first one created, if the provider can tell. If it cannot, the second call fails with
  /// [CloudFailure.NameTaken] and creates no second node.
  ///
  /// @throws CloudException [CloudFailure.NameTaken] if the provider requires unique names and the
  ///   name is in use. At other providers, two nodes can share a name
  Node create(NodeRequest request);

  /// Waits until the node runs and has an address, for at most `limit`. A node that needs no
  /// waiting is returned at once, whatever the limit.
  ///
  /// The node may still refuse connections while it boots.
  ///
  /// @throws CloudException [CloudFailure.TimedOut] after the limit, [CloudFailure.NotFound] if
  ///   there is no such node, or no longer
  ReachableNode await(NodeId id, Duration limit);

  /// Destroys the node and returns when the cloud reports that it is gone. If the node is already
  /// gone, the call succeeds.
  void destroy(NodeId id);

  /// Whether user data reaches new nodes. Sends no request, and always succeeds.
  default UserDataSupport userData() {
    return new UserDataSupport.NotTaken();
  }

  /// Why no node of this provider can restart itself, human-readable; empty if the provider does
  /// not know of a reason. Sends no request, and always succeeds.
  default Optional<String> restartObstacle() {
    return Optional.empty();
  }

  /// Releases the port's resources: connections, threads. Nodes are not affected.
  @Override
  void close();
}
