package dev.provision.adapter.jclouds.node;

import dev.provision.adapter.jclouds.call.ApiCalls;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.ports.shell.HostKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Waits until nodes can be connected to.
///
/// Tested by `HostTrustPolicyTest`, `NodeEndpointsTest` and `DockerTest`.
final class NodeAwaiter {
  private final LazyApi api;
  private final ApiCalls calls;
  private final NodeEndpoints endpoints;
  private final HostTrustPolicy hostTrust;
  private final NewNodes newNodes;
  private final Function<NodeId, Optional<String>> console;
  private final Function<Duration, PollSchedule> polls;

  /// @param console what a node's console shows
  /// @param polls a new one for so long
  NodeAwaiter(
      LazyApi api,
      ApiCalls calls,
      NodeEndpoints endpoints,
      HostTrustPolicy hostTrust,
      NewNodes newNodes,
      Function<NodeId, Optional<String>> console,
      Function<Duration, PollSchedule> polls) {
    this.api = api;
    this.calls = calls;
    this.endpoints = endpoints;
    this.hostTrust = hostTrust;
    this.newNodes = newNodes;
    this.console = console;
    this.polls = polls;
  }

  /// See [dev.provision.ports.cloud.CloudPort#await].
  ReachableNode await(NodeId id, Duration limit) {
    String doing = "waiting for node " + id;
    PollSchedule poll = polls.apply(limit);
    while (true) {
      try {
        Optional<Node> seen = look(doing, id, poll);
        Optional<ReachableNode> reachable =
            seen.isPresent() ? reachable(doing, seen.get(), poll) : Optional.empty();
        if (reachable.isPresent()) {
          return reachable.get();
        }
        if (seen.isEmpty() && !newNodes.settles(id)) {
          throw new CloudException(new CloudFailure.NotFound(doing, "there is no such node"));
        }
        if (!poll.again(doing)) {
          throw new CloudException(new CloudFailure.TimedOut(doing, late(seen, limit)));
        }
      } catch (CloudException e) {
        // The node is there and paid for: an API that is away for a while is waited for.
        if (!poll.outlasts(doing, e.failure())) {
          throw e;
        }
      }
    }
  }

  /// Waits until the cloud does not show the node any more, or as gone.
  void awaitGone(String doing, NodeId id, Duration limit) {
    PollSchedule poll = polls.apply(limit);
    while (true) {
      try {
        if (look(doing, id, poll).filter(node -> node.state() != Node.State.TERMINATED).isEmpty()) {
          return;
        }
        if (!poll.again(doing)) {
          throw new CloudException(
              new CloudFailure.TimedOut(
                  doing, "it still exists after " + limit.toMinutes() + " min"));
        }
      } catch (CloudException e) {
        if (!poll.outlasts(doing, e.failure())) {
          throw e;
        }
      }
    }
  }

  /// The node as the cloud shows it now.
  private Optional<Node> look(String doing, NodeId id, PollSchedule poll) {
    try {
      return calls.within(poll.left()).repeatable(doing, () -> api.get().node(id));
    } catch (CloudException e) {
      if (e.failure() instanceof CloudFailure.NotFound) {
        return Optional.empty(); // some clouds say so by an error
      }
      throw e;
    }
  }

  private Optional<ReachableNode> reachable(String doing, Node node, PollSchedule poll) {
    return switch (node.state()) {
      case RUNNING -> reachableByAddress(doing, equipped(doing, node), poll);
      case STOPPED -> stopped(doing, node.id());
      case PENDING, UNKNOWN -> Optional.empty();
      case TERMINATED ->
          throw new CloudException(new CloudFailure.NotFound(doing, "the node is gone"));
      case ERROR ->
          throw new CloudException(
              new CloudFailure.Unclassified(doing, "the cloud reports that the node has failed"));
    };
  }

  private Optional<ReachableNode> stopped(String doing, NodeId id) {
    Optional<String> why = calls.repeatable(doing, () -> api.get().whyStopped(id));
    if (why.isPresent()) {
      throw new CloudException(
          new CloudFailure.Unclassified(doing, calls.secrets().masked(why.get())));
    }
    return Optional.empty();
  }

  private Node equipped(String doing, Node node) {
    return newNodes.has(node.id()) ? calls.once(doing, () -> api.get().prepare(node)) : node;
  }

  private Optional<ReachableNode> reachableByAddress(String doing, Node node, PollSchedule poll) {
    Optional<String> address = endpoints.address(node);
    boolean isLate = poll.since(Node.State.RUNNING).compareTo(NodeEndpoints.PATIENCE) > 0;
    if (address.isEmpty() && isLate) {
      throw new CloudException(
          new CloudFailure.InvalidRequest(doing, endpoints.whyNoAddress(node)));
    }
    return address.flatMap(host -> reachable(doing, node, host, isLate));
  }

  /// Empty while it is not known how to recognize the node.
  private Optional<ReachableNode> reachable(String doing, Node node, String host, boolean isLate) {
    NodeId id = node.id();
    return hostTrust
        .of(id, newNodes.has(id), new Shown(this, doing, isLate))
        .map(
            trust -> endpoints.of(node, host, imageName(doing, node), newNodes.password(id), trust))
        .map(usual -> calls.repeatable(doing, () -> api.get().endpoint(id, usual)))
        .map(endpoint -> new ReachableNode(node, endpoint));
  }

  /// Its name tells who logs in.
  private Optional<String> imageName(String doing, Node node) {
    if (endpoints.userIsSet() || node.image().isEmpty()) {
      return Optional.empty();
    }
    Image image = node.image().get();
    Optional<String> known = newNodes.nameOf(image);
    return known.isPresent()
        ? known
        : calls.repeatable(doing, () -> api.get().imageName(image.id()));
  }

  private String late(Optional<Node> seen, Duration limit) {
    Optional<Node> running = seen.filter(node -> node.state() == Node.State.RUNNING);
    if (running.flatMap(endpoints::address).isPresent()) {
      return "it runs, but after %s s %s".formatted(limit.toSeconds(), hostTrust.whyNot());
    }
    if (running.isPresent()) {
      return "after %s s %s".formatted(limit.toSeconds(), endpoints.whyNoAddress(running.get()));
    }
    String state = seen.map(node -> node.state().name()).orElse("not listed by the cloud yet");
    return "it does not run with an address after " + limit.toSeconds() + " s; it is " + state;
  }

  /// What the cloud shows of nodes that run.
  private record Shown(NodeAwaiter awaiter, String doing, boolean isLate)
      implements HostTrustPolicy.Sources {
    @Override
    public Optional<String> console(NodeId id) {
      return awaiter.console.apply(id);
    }

    @Override
    public List<HostKey> hostKeys(NodeId id) {
      return awaiter.calls.repeatable(doing, () -> awaiter.api.get().hostKeys(id));
    }
  }
}
