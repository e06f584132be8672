package dev.provision.ports.cloud;

import java.time.Duration;
import java.util.List;

/// An account at a cloud: what it offers, and the nodes in it.
///
/// Calls block; virtual threads make that cheap. All methods may be called from several threads at
/// once. A call whose thread is interrupted ends soon with [CloudFailure.Interrupted]. Every
/// failure is a [CloudException].
///
/// A port whose provider shows the consoles of nodes is a [ConsoleReader], too.
public interface CloudPort extends AutoCloseable {
  /// What the provider offers. Asks nothing of the provider by itself, and always succeeds.
  Catalog catalog();

  /// Every node of the account, those included that this program did not create; terminated ones
  /// may be missing.
  List<Node> nodes();

  /// Every node that can be worked on: the account's own, and machines that are only known to it,
  /// such as those of an inventory. The latter can be awaited, and are never destroyed.
  default List<Node> reachableNodes() {
    return nodes();
  }

  /// Asks for one node and returns when the cloud has accepted it; the node may still be
  /// [Node.State#PENDING].
  ///
  /// Exactly one node comes to be, or none. A second call with a token that was used before returns
  /// the node made then, where the provider can tell. Where it cannot, the second call is refused
  /// with [CloudFailure.NameTaken] and makes no second node.
  ///
  /// @throws CloudException [CloudFailure.NameTaken] if the provider keeps names unique and it is
  ///   in use. Elsewhere two nodes of one name are two nodes
  Node create(NodeRequest request);

  /// Waits until the node runs and has an address, for at most `limit`. A node for which nothing
  /// has to be waited is returned at once, whatever the limit.
  ///
  /// A connection may still be refused then, while the node boots.
  ///
  /// @throws CloudException [CloudFailure.TimedOut] after the limit, [CloudFailure.NotFound] if
  ///   there is no such node, or not any more
  ReachableNode await(NodeId id, Duration limit);

  /// Removes the node and returns when the cloud says it is gone. A node that is gone already is a
  /// success.
  void destroy(NodeId id);

  /// Whether user data reaches new nodes. Asks nothing of the provider, and always succeeds.
  default UserDataSupport userData() {
    return new UserDataSupport.NotTaken();
  }

  /// Releases what the port holds: connections, threads. Nodes are not touched.
  @Override
  void close();
}
