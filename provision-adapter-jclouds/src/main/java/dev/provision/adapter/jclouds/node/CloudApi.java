package dev.provision.adapter.jclouds.node;

import dev.provision.ports.Secret;
import dev.provision.ports.cloud.Catalog;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.SshEndpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What differs from API to API, its catalog included. What is the same for all of them,
/// [JcloudsCloud] does once: time limits, failures, waiting, who logs in and where.
///
/// Tested by `DockerContractTest`.
///
/// Methods throw whatever jclouds throws. What they ask for may be asked again, [#create] excepted.
public interface CloudApi extends Catalog, AutoCloseable {
  /// Under which key a node carries [NodeRequest#token()].
  String TOKEN = NodeRequest.TOKEN_LABEL;

  /// Under which key a node carries its image's name, where the cloud does not tell it.
  String IMAGE_LABEL = "provision-image";

  /// Under which key a node carries its size, where the cloud does not tell it.
  String SIZE_LABEL = "provision-size";

  /// Every node of the account.
  List<Node> nodes();

  /// The node of this id; empty if there is none.
  Optional<Node> node(NodeId id);

  /// Sends one request that makes the node, marked with the token.
  Created create(NodeRequest request);

  /// Does what is still to be done before a node that was made can start. A node for which that
  /// fails is removed.
  default void finishCreation(NodeId id, NodeRequest request) {}

  /// Whether the API itself makes one node of two requests with one token.
  default boolean knowsTokens() {
    return false;
  }

  /// The node that was made for this request, as far as the cloud shows it yet.
  Optional<Node> findByToken(NodeRequest request);

  /// The new node, now that it runs, with what it still needs and has not, such as a floating
  /// address. What was made for it before is not made again.
  default Node prepare(Node node) {
    return node;
  }

  /// Asks for the node to be removed; one that is gone already is a success.
  void destroy(NodeId id);

  /// Removes what was made for a node that is gone now.
  default void cleanUp(NodeId id) {}

  /// See [dev.provision.ports.cloud.LabelKeeper#label(NodeId, Map)].
  default void label(NodeId id, Map<String, String> labels) {
    throw new CloudException(
        new CloudFailure.Unsupported(
            "labelling node " + id, "this cloud cannot change the labels of a node that exists"));
  }

  /// See [dev.provision.ports.cloud.ConsoleReader#console(NodeId)].
  default Optional<String> console(NodeId id) {
    return Optional.empty();
  }

  /// The host keys that the cloud finds in a node.
  default List<HostKey> hostKeys(NodeId id) {
    return List.of();
  }

  /// The node's SSH server, where it is not at the node's own address and usual port.
  ///
  /// @param usual where it is otherwise
  default SshEndpoint endpoint(NodeId id, SshEndpoint usual) {
    return usual;
  }

  /// Why no node can restart itself; empty if nothing is known against it.
  default Optional<String> restartObstacle() {
    return Optional.empty();
  }

  /// Why a node that has stopped will not run by itself; empty if it may.
  default Optional<String> whyStopped(NodeId id) {
    return Optional.empty();
  }

  /// What the image of this id is called, where a node tells the id only.
  default Optional<String> imageName(String imageId) {
    return Optional.empty();
  }

  @Override
  void close();

  /// A node that a cloud has accepted.
  ///
  /// @param node the node
  /// @param password for its login, where the cloud made one
  record Created(Node node, Optional<Secret> password) {}
}
