package dev.provision.testkit.memory;

import dev.provision.ports.cloud.Catalog;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.ConsoleReader;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.ports.cloud.UserDataSupport;
import dev.provision.testkit.cloud.TakenUserData;
import dev.provision.testkit.time.SimulatedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/// A cloud in memory, for simulations and tests.
///
/// A node is pending for half a minute and five seconds on its way out, by the cloud's clock, which
/// jumps unless it is given another one: nobody waits for it. Names are unique, requests are
/// recognized by their tokens, and every running node has an address and a host key of its own,
/// which [InMemoryShell] knows, too.
///
/// What is set and injected counts from then on, for nodes made later as well.
public final class InMemoryCloud implements CloudPort, ConsoleReader {
  private final SimulatedClock clock;
  private final InMemoryCatalog catalog;
  private final InMemoryNodes nodes;
  private final InMemoryCalls calls;
  private volatile TakenUserData userData = TakenUserData.NONE;
  private volatile Optional<String> console = Optional.empty();

  /// A cloud whose clock jumps, with one location, three sizes, and these images.
  public InMemoryCloud(String... imageNames) {
    this(SimulatedClock.jumping(), imageNames);
  }

  /// A cloud with one location, three sizes, and these images.
  ///
  /// @param clock by which its nodes come and go
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

  /// Sets how long a node that is destroyed is on its way out.
  public InMemoryCloud terminatingFor(Duration time) {
    nodes.terminatingFor(time);
    return this;
  }

  /// Sets how long calls of this operation take.
  public InMemoryCloud latency(CloudOperation operation, Duration time) {
    calls.latency(operation, time);
    return this;
  }

  /// Sets how many nodes the account may have; more are refused with [CloudFailure.QuotaExceeded].
  public InMemoryCloud quota(int most) {
    nodes.quota(most);
    return this;
  }

  /// Lets nodes be given user data, and their host keys with it.
  ///
  /// @param limit how many bytes at most, where there is a limit
  public InMemoryCloud takingUserData(OptionalInt limit) {
    userData = new TakenUserData(true, limit);
    return this;
  }

  /// Lets several nodes have the same name.
  public InMemoryCloud allowSameNames() {
    nodes.allowSameNames();
    return this;
  }

  /// Lets the cloud not recognize a request that it has been sent before.
  public InMemoryCloud withoutTokens() {
    nodes.forgetTokens();
    return this;
  }

  /// Lets calls go wrong. Of several faults that fit a call, the one injected first happens.
  ///
  /// A create that goes wrong *after* its effect with [CloudFailure.Unavailable] or
  /// [CloudFailure.Malformed] is looked for by its token, as adapters do; with another failure the
  /// node exists and nobody is told.
  public InMemoryCloud inject(CloudFault fault) {
    calls.inject(fault);
    return this;
  }

  /// Lets all calls of this operation fail, until it is healed; in place of what was injected
  /// before.
  public void fail(CloudOperation operation, CloudFailure failure) {
    calls.heal(operation);
    calls.inject(CloudFault.of(operation, failure));
  }

  /// Takes back what is to go wrong with this operation.
  public void heal(CloudOperation operation) {
    calls.heal(operation);
  }

  /// Changes what the cloud says of a node, such as its state.
  ///
  /// @param id of a node that exists
  public void change(NodeId id, UnaryOperator<Node> change) {
    nodes.update(id, node -> node.changed(change));
  }

  /// Lets every console show this.
  public void console(String text) {
    console = Optional.of(text);
  }

  /// Lets a node's console show this.
  public void console(NodeId id, String text) {
    nodes.update(id, node -> node.showing(text));
  }

  /// What [#create] was asked for, in order, what failed included.
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
  public void close() {}
}
