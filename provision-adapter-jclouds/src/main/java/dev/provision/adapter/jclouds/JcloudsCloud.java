package dev.provision.adapter.jclouds;

import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.ports.cloud.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/// A cloud that jclouds drives: what is the same for every API.
final class JcloudsCloud implements CloudPort {
  /// How long a new node may be unknown to the cloud that has accepted it.
  private static final Duration SETTLING = Duration.ofMinutes(2);

  private static final Duration DESTROY_LIMIT = Duration.ofMinutes(10);

  private final LazyApi api;
  private final Calls calls;
  private final Creation creation;
  private final Endpoints endpoints;
  private final Recognition recognition;
  private final InstantSource clock;
  private final Pause pause;
  private final Map<NodeId, Secret> passwords = new ConcurrentHashMap<>();
  private final Map<NodeId, Instant> accepted = new ConcurrentHashMap<>();
  private final Map<String, String> imageNames = new ConcurrentHashMap<>();

  JcloudsCloud(
      LazyApi api,
      Calls calls,
      Endpoints endpoints,
      Recognition recognition,
      InstantSource clock,
      Pause pause) {
    this.api = api;
    this.calls = calls;
    this.endpoints = endpoints;
    this.recognition = recognition;
    this.clock = clock;
    this.pause = pause;
    this.creation = new Creation(api, calls, pause);
  }

  @Override
  public List<Location> locations() {
    return calls.listing("listing the locations", () -> api.get().locations());
  }

  @Override
  public List<Size> sizes() {
    return calls.listing("listing the sizes", () -> api.get().sizes());
  }

  @Override
  public List<Image> images() {
    return calls.listing("listing the images", () -> api.get().images());
  }

  @Override
  public Optional<Location> location(String text) {
    return calls.repeatable("looking for location " + text, () -> api.get().location(text));
  }

  @Override
  public Optional<Size> size(String text) {
    return calls.repeatable("looking for size " + text, () -> api.get().size(text));
  }

  @Override
  public Optional<Image> image(String text) {
    return calls.repeatable("looking for image " + text, () -> api.get().image(text));
  }

  @Override
  public List<Node> nodes() {
    return calls.listing("listing the nodes", () -> api.get().nodes());
  }

  @Override
  public Node create(NodeRequest request) {
    Api.Created created = creation.create(request);
    NodeId id = created.node().id();
    accepted.put(id, clock.instant());
    imageNames.put(request.image().id(), request.image().name());
    // Where the user brings a key, a password would only be another way in that fails first.
    if (request.keyPair().isEmpty()) {
      created.password().ifPresent(password -> passwords.put(id, password));
    }
    return created.node();
  }

  @Override
  public ReachableNode await(NodeId id, Duration limit) {
    String doing = "waiting for node " + id;
    Poll poll = new Poll(clock, pause, limit);
    while (true) {
      Optional<Node> seen = look(doing, id);
      Optional<ReachableNode> reachable =
          seen.isPresent() ? reachable(doing, seen.get(), poll) : Optional.empty();
      if (seen.isEmpty() && !settles(id)) {
        throw new CloudException(new CloudFailure.NotFound(doing, "there is no such node"));
      }
      if (reachable.isPresent()) {
        return reachable.get();
      }
      if (!poll.again(doing)) {
        throw new CloudException(new CloudFailure.TimedOut(doing, late(seen, limit)));
      }
    }
  }

  private Optional<Node> look(String doing, NodeId id) {
    try {
      return calls.repeatable(doing, () -> api.get().node(id));
    } catch (CloudException e) {
      if (e.failure() instanceof CloudFailure.NotFound) {
        return Optional.empty(); // some clouds say so by an error
      }
      throw e;
    }
  }

  private boolean settles(NodeId id) {
    Instant then = accepted.get(id);
    return then != null && clock.instant().isBefore(then.plus(SETTLING));
  }

  private Optional<ReachableNode> reachable(String doing, Node node, Poll poll) {
    return switch (node.state()) {
      case RUNNING -> {
        Optional<Node> equipped = equipped(doing, node, poll);
        yield equipped.flatMap(ready -> reachableByAddress(doing, ready, poll));
      }
      case PENDING, UNKNOWN, STOPPED -> Optional.empty();
      case TERMINATED ->
          throw new CloudException(new CloudFailure.NotFound(doing, "the node is gone"));
      case ERROR ->
          throw new CloudException(
              new CloudFailure.Unclassified(doing, "the cloud says that the node has failed"));
    };
  }

  /// Empty if the cloud could not do it this time.
  private Optional<Node> equipped(String doing, Node node, Poll poll) {
    if (!accepted.containsKey(node.id())) {
      return Optional.of(node);
    }
    try {
      return Optional.of(calls.once(doing, () -> api.get().equipped(node)));
    } catch (CloudException e) {
      if (e.failure().retryable() && !poll.isOver()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<ReachableNode> reachableByAddress(String doing, Node node, Poll poll) {
    Optional<String> address = endpoints.address(node);
    if (address.isEmpty() && poll.since(Node.State.RUNNING).compareTo(Endpoints.PATIENCE) > 0) {
      throw new CloudException(
          new CloudFailure.InvalidRequest(doing, endpoints.whyNoAddress(node)));
    }
    return address.flatMap(host -> reachable(doing, node, host));
  }

  /// Empty while it is not known how to recognize the node.
  private Optional<ReachableNode> reachable(String doing, Node node, String host) {
    NodeId id = node.id();
    return recognition
        .of(id, accepted.containsKey(id), this::console)
        .map(
            trust ->
                new ReachableNode(
                    node,
                    endpoints.of(
                        node,
                        host,
                        imageName(doing, node),
                        Optional.ofNullable(passwords.get(id)),
                        trust)));
  }

  /// Its name tells who logs in.
  private Optional<String> imageName(String doing, Node node) {
    if (endpoints.userIsSet() || node.image().isEmpty()) {
      return Optional.empty();
    }
    Image image = node.image().get();
    String known = imageNames.get(image.id());
    if (known != null || !image.name().equals(image.id())) {
      return Optional.of(known == null ? image.name() : known);
    }
    return calls.repeatable(doing, () -> api.get().imageName(image.id()));
  }

  private String late(Optional<Node> seen, Duration limit) {
    Optional<Node> running = seen.filter(node -> node.state() == Node.State.RUNNING);
    if (running.flatMap(endpoints::address).isPresent()) {
      return ("it runs, but after %d s its console has not shown its host keys; the image may not"
              + " write them there: then set the option host-trust to user-data or accept-new")
          .formatted(limit.toSeconds());
    }
    if (running.isPresent()) {
      return "after %d s %s".formatted(limit.toSeconds(), endpoints.whyNoAddress(running.get()));
    }
    String state = seen.map(node -> node.state().name()).orElse("not shown by the cloud yet");
    return "it does not run with an address after " + limit.toSeconds() + " s; it is " + state;
  }

  @Override
  public void destroy(NodeId id) {
    String doing = "destroying node " + id;
    accepted.remove(id);
    try {
      calls.repeatable(
          doing,
          () -> {
            api.get().destroy(id);
            return id;
          });
    } catch (CloudException e) {
      if (!(e.failure() instanceof CloudFailure.NotFound)) {
        throw e;
      }
    }
    Poll poll = new Poll(clock, pause, DESTROY_LIMIT);
    while (look(doing, id).filter(node -> node.state() != Node.State.TERMINATED).isPresent()) {
      if (!poll.again(doing)) {
        throw new CloudException(
            new CloudFailure.TimedOut(
                doing, "it is still there after " + DESTROY_LIMIT.toMinutes() + " min"));
      }
    }
    calls.repeatable(
        doing,
        () -> {
          api.get().cleanUp(id);
          return id;
        });
    passwords.remove(id);
  }

  @Override
  public boolean takesUserData() {
    return api.takesUserData();
  }

  @Override
  public boolean givesHostKey() {
    return recognition.givesHostKeys();
  }

  @Override
  public OptionalInt userDataLimit() {
    return api.userDataLimit();
  }

  @Override
  public Optional<String> console(NodeId id) {
    return calls.repeatable("reading the console of node " + id, () -> api.get().console(id));
  }

  @Override
  public void close() {
    api.close();
  }
}
