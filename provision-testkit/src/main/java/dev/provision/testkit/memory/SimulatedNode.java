package dev.provision.testkit.memory;

import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.SshEndpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A node of a cloud in memory, through its times.
///
/// Tested by `InMemoryCloudTest`.
///
/// @param id its id
/// @param request what was asked for
/// @param address where it is, once it runs
/// @param acceptedAt when the cloud accepted it
/// @param runsAt from when on it runs
/// @param goneAt from when on it is gone, if it has been destroyed
/// @param change what a test has changed about it
/// @param console what is on its console, if it differs from the others'
record SimulatedNode(
    NodeId id,
    NodeRequest request,
    String address,
    Instant acceptedAt,
    Instant runsAt,
    Optional<Instant> goneAt,
    UnaryOperator<Node> change,
    Optional<String> console) {

  SimulatedNode changed(UnaryOperator<Node> further) {
    UnaryOperator<Node> all = node -> further.apply(change.apply(node));
    return new SimulatedNode(id, request, address, acceptedAt, runsAt, goneAt, all, console);
  }

  SimulatedNode goneAt(Instant then) {
    return new SimulatedNode(
        id, request, address, acceptedAt, runsAt, Optional.of(then), change, console);
  }

  SimulatedNode showing(String text) {
    return new SimulatedNode(
        id, request, address, acceptedAt, runsAt, goneAt, change, Optional.of(text));
  }

  boolean isGone(Instant now) {
    return goneAt.map(then -> !now.isBefore(then)).orElse(false);
  }

  boolean isDoomed() {
    return goneAt.isPresent();
  }

  boolean isCalled(String name) {
    return request.name().equals(name);
  }

  boolean is(String nameOrId) {
    return isCalled(nameOrId) || id.value().equals(nameOrId);
  }

  /// As the cloud shows it.
  Node at(Instant now) {
    boolean runs = !now.isBefore(runsAt);
    Node.State state =
        isDoomed() ? Node.State.TERMINATED : runs ? Node.State.RUNNING : Node.State.PENDING;
    return change.apply(
        new Node(
                id,
                request.name(),
                state,
                runs ? List.of(address) : List.of(),
                List.of(),
                Optional.of(request.image()),
                Optional.of(request.size()),
                Optional.of(request.location()),
                Optional.of(acceptedAt))
            .labelled(request.labelsWithToken()));
  }

  /// The node and its shell, if it runs at that time and has an address.
  ///
  /// @throws CloudException if it never will
  Optional<ReachableNode> reachable(String doing, Instant now) {
    Node node = at(now);
    return switch (node.state()) {
      case RUNNING ->
          node.publicAddresses().stream().findFirst().map(host -> reachableAt(node, host));
      case PENDING, STOPPED, UNKNOWN -> Optional.empty();
      case TERMINATED ->
          throw new CloudException(new CloudFailure.NotFound(doing, "the node is gone"));
      case ERROR ->
          throw new CloudException(
              new CloudFailure.Unclassified(doing, "the cloud says that it has failed"));
    };
  }

  private static ReachableNode reachableAt(Node node, String host) {
    return new ReachableNode(
        node,
        new SshEndpoint(
            host,
            22,
            "root",
            List.of(new Login.Password(Secret.of("in-memory"))),
            new HostTrust.KnownKeys(List.of(HostKeys.of(host)))));
  }
}
