package dev.provision.testkit.memory;

import dev.provision.ports.cloud.Catalog;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.ConsoleReader;
import dev.provision.ports.cloud.LabelKeeper;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.ports.cloud.UserDataSupport;
import dev.provision.testkit.cloud.TakenUserData;
import dev.provision.testkit.time.SimulatedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/// A cloud in memory, for simulations and tests.
///
/// A node is pending for half a minute and takes five seconds to be destroyed, by the cloud's
/// clock. By default that clock jumps, so nothing really waits. Names are unique, requests are
/// recognized by their tokens, and every running node has its own address and host key, which
/// [InMemoryShell] also knows.
///
/// Settings and faults apply from then on, also to nodes created later.
public final class InMemoryCloud implements CloudPort, ConsoleReader, LabelKeeper {
  private final SimulatedClock clock;
  private final InMemoryCatalog catalog;
  private final InMemoryNodes nodes;
  private final InMemoryCalls calls;
  private volatile TakenUserData userData = TakenUserData.NONE;
  private volatile Optional<String> console = Optional.empty();
  private volatile Optional<String> restartObstacle = Optional.empty();

  /// A cloud whose clock jumps, with one location, three sizes, and these images.
  public InMemoryCloud(String... imageNames) {
    this(SimulatedClock.jumping(), imageNames);
  }

  /// A cloud with one location, three sizes, and these images.
  ///
  /// @param clock that times the nodes' life
  public InMemoryCloud(SimulatedClock clock, String... imageNames) {
    this.clock = clock;
    this.nodes = new InMemoryNodes(clock);
    this.calls = new InMemoryCalls(clock);
    this.catalog = new InMemoryCatalog(calls, List.of(imageNames));
  }

  /// Sets how long a new node is pending.
  public InMemoryCloud pendingFor(Duration time) {
    nodes.pendingFor(time);
    return this;
  }

  /// Sets how long it takes to destroy a node.
  public InMemoryCloud terminatingFor(Duration time) {
    nodes.terminatingFor(time);
    return this;
  }

  /// Sets how long calls of this operation take.
  public InMemoryCloud latency(CloudOperation operation, Duration time) {
    calls.latency(operation, time);
    return this;
  }

  /// Sets how many nodes the account can have; creating more fails with
  /// [CloudFailure.QuotaExceeded].
  public InMemoryCloud quota(int most) {
    nodes.quota(most);
    return this;
  }

  /// Makes the cloud support user data, which includes the nodes' host keys.
  ///
  /// @param limit the maximum number of bytes, if there is a limit
  public InMemoryCloud takingUserData(OptionalInt limit) {
    userData = new TakenUserData(true, limit);
    return this;
  }

  /// Allows several nodes with the same name.
  public InMemoryCloud allowSameNames() {
    nodes.allowSameNames();
    return this;
  }

  /// Makes the cloud not recognize repeated requests.
  public InMemoryCloud withoutTokens() {
    nodes.forgetTokens();
    return this;
  }

  /// Nodes cannot restart, for this reason.
  public InMemoryCloud withoutRestarts(String why) {
    restartObstacle = Optional.of(why);
    return this;
  }

  @Override
  public Optional<String> restartObstacle() {
    return restartObstacle;
  }

  /// Injects a fault. If several faults match a call, the one that was injected first happens.
  ///
  /// If a create fails *after* its effect with [CloudFailure.Unavailable] or
  /// [CloudFailure.Malformed], the node is looked up by its token, as adapters do; with another
  /// failure the node exists, but is not reported.
  public InMemoryCloud inject(CloudFault fault) {
    calls.inject(fault);
    return this;
  }

  /// Makes all calls of this operation fail until it is healed; replaces faults that were injected
  /// before.
  public void fail(CloudOperation operation, CloudFailure failure) {
    calls.heal(operation);
    calls.inject(CloudFault.of(operation, failure));
  }

  /// Removes the faults of this operation.
  public void heal(CloudOperation operation) {
    calls.heal(operation);
  }

  /// Changes what the cloud reports about a node, such as its state.
  ///
  /// @param id of a node that exists
  public void change(NodeId id, UnaryOperator<Node> change) {
    nodes.update(id, node -> node.changed(change));
  }

  /// Sets the output of every console.
  public void console(String text) {
    console = Optional.of(text);
  }

  /// Sets the output of a node's console.
  public void console(NodeId id, String text) {
    nodes.update(id, node -> node.showing(text));
  }

  /// The requests of [#create], in order, including failed ones.
  public List<NodeRequest> requests() {
    return nodes.requests();
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public List<Node> nodes() {
    return calls.list(CloudOperation.NODES, nodes::list);
  }

  @Override
  public List<Node> reachableNodes() {
    return calls.list(CloudOperation.REACHABLE_NODES, nodes::list);
  }

  @Override
  public Node create(NodeRequest request) {
    String doing = "creating node " + request.name();
    nodes.note(request);
    try {
      return calls.make(
          CloudOperation.CREATE,
          doing,
          request.name()::equals,
          () -> {
            userData.check(doing, request);
            return nodes.make(doing, request);
          });
    } catch (CloudException e) {
      boolean unclear =
          e.failure() instanceof CloudFailure.Unavailable
              || e.failure() instanceof CloudFailure.Malformed;
      return (unclear ? nodes.made(request.token()) : Optional.<Node>empty()).orElseThrow(() -> e);
    }
  }

  @Override
  public ReachableNode await(NodeId id, Duration limit) {
    String doing = "waiting for node " + id;
    return calls.make(
        CloudOperation.AWAIT,
        doing,
        name -> nodes.is(id, name),
        () -> {
          Instant deadline = clock.instant().plus(limit);
          Instant runs = nodes.existing(doing, id).runsAt();
          boolean inTime = !runs.isAfter(deadline);
          calls.pause(doing, inTime ? runs : deadline);
          SimulatedNode node = nodes.existing(doing, id);
          Optional<ReachableNode> reachable =
              inTime ? node.reachable(doing, runs) : Optional.empty();
          if (reachable.isEmpty()) {
            calls.pause(doing, deadline);
            throw new CloudException(
                new CloudFailure.TimedOut(
                    doing,
                    "it does not run with an address after %s s".formatted(limit.toSeconds())));
          }
          return reachable.get();
        });
  }

  @Override
  public void destroy(NodeId id) {
    String doing = "destroying node " + id;
    Boolean _ =
        calls.make(
            CloudOperation.DESTROY,
            doing,
            name -> nodes.is(id, name),
            () -> {
              nodes.destroy(id).ifPresent(gone -> calls.pause(doing, gone));
              return true;
            });
  }

  @Override
  public UserDataSupport userData() {
    return userData.taken()
        ? new UserDataSupport.Taken(userData.limit(), true)
        : new UserDataSupport.NotTaken();
  }

  @Override
  public Optional<String> console(NodeId id) {
    String doing = "reading the console of node " + id;
    return calls.make(
        CloudOperation.CONSOLE,
        doing,
        name -> nodes.is(id, name),
        () -> nodes.existing(doing, id).console().or(() -> console));
  }

  @Override
  public void label(NodeId id, Map<String, String> labels) {
    String doing = "labelling node " + id;
    Boolean _ =
        calls.make(
            CloudOperation.LABEL,
            doing,
            name -> nodes.is(id, name),
            () -> {
              SimulatedNode _ = nodes.existing(doing, id);
              change(id, node -> node.labelled(merged(node.labels(), labels)));
              return true;
            });
  }

  private static Map<String, String> merged(
      Map<String, String> before, Map<String, String> changes) {
    Map<String, String> all = new HashMap<>(before);
    all.putAll(changes);
    return all;
  }

  @Override
  public void close() {}
}
