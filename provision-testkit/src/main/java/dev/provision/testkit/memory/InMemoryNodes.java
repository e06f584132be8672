package dev.provision.testkit.memory;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.testkit.time.SimulatedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The nodes of a cloud in memory. None of its methods waits.
///
/// Tested by `InMemoryCloudTest` and `InMemoryCloudContractTest`.
final class InMemoryNodes {
  private static final int NODES_OF_THE_FIRST_NETWORK = 254;

  private final SimulatedClock clock;
  private final Map<NodeId, SimulatedNode> nodes = new LinkedHashMap<>();
  private final Map<String, NodeId> tokens = new HashMap<>();
  private final List<NodeRequest> requests = new ArrayList<>();
  private Duration pending = Duration.ofSeconds(30);
  private Duration terminating = Duration.ofSeconds(5);
  private int quota = Integer.MAX_VALUE;
  private boolean uniqueNames = true;
  private boolean knowsTokens = true;
  private int created;

  InMemoryNodes(SimulatedClock clock) {
    this.clock = clock;
  }

  synchronized void pendingFor(Duration time) {
    pending = time;
  }

  synchronized void terminatingFor(Duration time) {
    terminating = time;
  }

  synchronized void quota(int most) {
    quota = most;
  }

  synchronized void allowSameNames() {
    uniqueNames = false;
  }

  synchronized void forgetTokens() {
    knowsTokens = false;
  }

  synchronized void note(NodeRequest request) {
    requests.add(request);
  }

  synchronized List<NodeRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized List<Node> list() {
    Instant now = clock.instant();
    return current(now).stream().map(node -> node.at(now)).toList();
  }

  private List<SimulatedNode> current(Instant now) {
    nodes.values().removeIf(node -> node.isGone(now));
    return List.copyOf(nodes.values());
  }

  /// The node that was made for this token, where the cloud can tell.
  synchronized Optional<Node> made(String token) {
    Instant now = clock.instant();
    return Optional.ofNullable(knowsTokens ? tokens.get(token) : null)
        .flatMap(id -> Optional.ofNullable(nodes.get(id)))
        .filter(node -> !node.isDoomed())
        .map(node -> node.at(now));
  }

  /// Makes a node, or finds the one that was made for the same token.
  synchronized Node make(String doing, NodeRequest request) {
    Optional<Node> earlier = made(request.token());
    if (earlier.isPresent()) {
      return earlier.get();
    }
    Instant now = clock.instant();
    List<SimulatedNode> all = current(now);
    boolean again = !knowsTokens && tokens.containsKey(request.token());
    if ((uniqueNames || again)
        && all.stream().anyMatch(one -> !one.isDoomed() && one.isCalled(request.name()))) {
      throw new CloudException(
          new CloudFailure.NameTaken(
              doing, "a node of that name already exists; choose another name"));
    }
    if (all.size() >= quota) {
      throw new CloudException(
          new CloudFailure.QuotaExceeded(
              doing, "the account may have %s nodes and has them".formatted(quota)));
    }
    NodeId id = new NodeId("mem-" + ++created);
    SimulatedNode node =
        new SimulatedNode(
            id,
            request,
            address(created),
            now,
            now.plus(pending),
            Optional.empty(),
            UnaryOperator.identity(),
            Optional.empty());
    nodes.put(id, node);
    tokens.put(request.token(), id);
    return node.at(now);
  }

  /// From the networks that are set aside for documentation and for benchmarks.
  private static String address(int number) {
    return number <= NODES_OF_THE_FIRST_NETWORK
        ? "192.0.2." + number
        : "198.%s.%s.%s".formatted(18 + (number >> 16), (number >> 8) & 0xff, number & 0xff);
  }

  synchronized void update(NodeId id, UnaryOperator<SimulatedNode> change) {
    nodes.computeIfPresent(id, (_, node) -> change.apply(node));
  }

  synchronized boolean is(NodeId id, String nameOrId) {
    SimulatedNode node = nodes.get(id);
    return node == null ? id.value().equals(nameOrId) : node.is(nameOrId);
  }

  /// @throws CloudException if there is none, or not for long any more
  synchronized SimulatedNode existing(String doing, NodeId id) {
    SimulatedNode node = nodes.get(id);
    if (node == null || node.isDoomed()) {
      throw new CloudException(new CloudFailure.NotFound(doing, "there is no such node"));
    }
    return node;
  }

  /// Sends the node on its way out.
  ///
  /// @return when it is gone, unless it is
  synchronized Optional<Instant> destroy(NodeId id) {
    Instant gone = clock.instant().plus(terminating);
    return Optional.ofNullable(
            nodes.computeIfPresent(id, (_, node) -> node.isDoomed() ? node : node.goneAt(gone)))
        .flatMap(SimulatedNode::goneAt);
  }
}
