package dev.provision.ports.cloud;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// An account at a cloud: what it offers, and the nodes in it.
///
/// Calls block; virtual threads make that cheap. All methods may be called from several threads at
/// once. A call whose thread is interrupted ends soon with [CloudFailure.Interrupted]. Every
/// failure is a [CloudException].
public interface CloudPort extends AutoCloseable {
  /// The places where nodes can run, in the provider's order, which `-l INDEX` counts from 0.
  List<Location> locations();

  /// The sizes a node can have, in the provider's order, which `-s INDEX` counts from 0.
  List<Size> sizes();

  /// The images a node can start from, in the provider's order.
  List<Image> images();

  /// The location that this text stands for, where that can be told without listing them all: an
  /// id, or the index of one that is known beforehand. Whether it exists may turn out only when a
  /// node is created in it.
  ///
  /// @return empty where the text stands for none, or only a list can tell
  default Optional<Location> location(String text) {
    return Optional.empty();
  }

  /// The size that this text stands for, where that can be told without listing them all; see
  /// [#location(String)].
  default Optional<Size> size(String text) {
    return Optional.empty();
  }

  /// The image that this text stands for at this provider, where that can be told without listing
  /// them all: an id, or the full name of a system that the provider calls otherwise, such as
  /// `Ubuntu 24.04 LTS (Noble Numbat)`; of several, the newest one.
  default Optional<Image> image(String text) {
    return Optional.empty();
  }

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

  /// Whether [NodeRequest#userData()] reaches a node's first boot, where cloud-init or its like
  /// follows it. What happens there is waited for before a new node takes its steps.
  ///
  /// A provider that does not take it refuses a request with user data, with
  /// [CloudFailure.Unsupported] or [CloudFailure.InvalidRequest], or leaves it on the node without
  /// following it.
  default boolean takesUserData() {
    return false;
  }

  /// Whether a new node is given its host key with its user data, before it boots; then no other
  /// key is accepted from it, and later only keys that are known, even where the endpoint's trust
  /// accepts new hosts. An account may turn that off, for images without cloud-init; then the
  /// endpoint's own trust counts.
  default boolean givesHostKey() {
    return takesUserData();
  }

  /// How many bytes of user data a node may have at most, before any encoding, where there is a
  /// limit. A request with more is refused with [CloudFailure.InvalidRequest].
  default OptionalInt userDataLimit() {
    return OptionalInt.empty();
  }

  /// The end of what the node has written to its console, for people who ask why it does not come
  /// up; empty where the provider does not show it, or has nothing yet.
  ///
  /// May be minutes late. May hold what the node printed, so that it is shown only after a failure.
  ///
  /// @throws CloudException [CloudFailure.NotFound] if there is no such node
  default Optional<String> console(NodeId id) {
    return Optional.empty();
  }

  /// Releases what the port holds: connections, threads. Nodes are not touched.
  @Override
  void close();
}
