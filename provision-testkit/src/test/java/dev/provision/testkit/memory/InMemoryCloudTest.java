package dev.provision.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.testkit.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the cloud in memory does besides keeping the contract.
final class InMemoryCloudTest {
  private static final CloudFailure DOWN = new CloudFailure.Unavailable("asking", "it is down");
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final InMemoryCloud cloud = new InMemoryCloud("Debian 12");

  private static NodeRequest request(InMemoryCloud cloud, String name) {
    return new NodeRequest(
        name,
        "token of " + name,
        cloud.catalog().images().getFirst(),
        cloud.catalog().sizes().getFirst(),
        cloud.catalog().locations().getFirst(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Map.of());
  }

  private Node create(String name) {
    return cloud.create(request(cloud, name));
  }

  private static CloudFailure failure(ThrowingCallable call) {
    return catchThrowableOfType(CloudException.class, call).failure();
  }

  @Test
  void a_node_is_pending_until_its_time_has_come() {
    InMemoryCloud slow = new InMemoryCloud(clock, "Debian 12").pendingFor(Duration.ofMinutes(1));
    Node made = slow.create(request(slow, "web"));
    List<Node.State> states = new ArrayList<>();

    for (int i = 0; i < 3; i++) {
      states.add(slow.nodes().getFirst().state());
      clock.advance(Duration.ofSeconds(30));
    }

    assertThat(made.state()).isEqualTo(Node.State.PENDING);
    assertThat(made.publicAddresses()).isEmpty();
    assertThat(states).containsExactly(Node.State.PENDING, Node.State.PENDING, Node.State.RUNNING);
    assertThat(slow.nodes().getFirst().publicAddresses()).containsExactly("192.0.2.1");
  }

  @Test
  void a_destroyed_node_is_on_its_way_out_until_its_time_has_come() throws InterruptedException {
    InMemoryCloud slow = new InMemoryCloud(clock, "Debian 12").terminatingFor(LIMIT);
    Node made = slow.create(request(slow, "web"));
    Thread destroying = Thread.ofVirtual().start(() -> slow.destroy(made.id()));
    awaitWaiter();

    assertThat(slow.nodes()).extracting(Node::state).containsExactly(Node.State.TERMINATED);
    clock.advance(LIMIT);
    destroying.join();
    assertThat(slow.nodes()).isEmpty();
  }

  private void awaitWaiter() throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (clock.waiters() == 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(1);
    }
  }

  @Test
  void a_waiting_call_ends_by_an_interrupt() throws InterruptedException {
    InMemoryCloud slow = new InMemoryCloud(clock, "Debian 12");
    Node made = slow.create(request(slow, "web"));
    AtomicReference<CloudFailure> failure = new AtomicReference<>();
    Thread waiting =
        Thread.ofVirtual().start(() -> failure.set(failure(() -> slow.await(made.id(), LIMIT))));
    awaitWaiter();

    waiting.interrupt();
    waiting.join();

    assertThat(failure.get()).isInstanceOf(CloudFailure.Interrupted.class);
  }

  @Test
  void an_hour_of_simulated_time_takes_none() {
    cloud.pendingFor(Duration.ofHours(1));

    assertThat(failure(() -> cloud.await(create("web").id(), LIMIT)))
        .isInstanceOf(CloudFailure.TimedOut.class);
    assertThat(cloud.await(cloud.nodes().getFirst().id(), Duration.ofHours(2)).node().state())
        .isEqualTo(Node.State.RUNNING);
  }

  @Test
  void a_call_takes_as_long_as_it_is_said_to() throws InterruptedException {
    InMemoryCloud slow = new InMemoryCloud(clock, "Debian 12").latency(CloudOperation.NODES, LIMIT);
    Thread listing = Thread.ofVirtual().start(slow::nodes);
    awaitWaiter();

    assertThat(slow.catalog().images()).hasSize(1);
    clock.advance(LIMIT);
    listing.join();
  }

  @Test
  void more_nodes_than_the_quota_are_refused_until_one_is_gone() {
    cloud.quota(2);
    Node first = create("a");
    create("b");

    assertThat(failure(() -> create("c"))).isInstanceOf(CloudFailure.QuotaExceeded.class);
    cloud.destroy(first.id());
    assertThat(create("c").name()).isEqualTo("c");
  }

  /// One failure of each kind.
  static Stream<CloudFailure> kinds() {
    return Stream.of(
        new CloudFailure.Unauthorized("d", "r"),
        new CloudFailure.RateLimited("d", "r", Optional.of(LIMIT)),
        new CloudFailure.QuotaExceeded("d", "r"),
        new CloudFailure.NotFound("d", "r"),
        new CloudFailure.NameTaken("d", "r"),
        new CloudFailure.InvalidRequest("d", "r"),
        new CloudFailure.Unavailable("d", "r"),
        new CloudFailure.Unreachable("d", "r"),
        new CloudFailure.Redirected("d", "r"),
        new CloudFailure.Malformed("d", "r"),
        new CloudFailure.TimedOut("d", "r"),
        new CloudFailure.Unsupported("d", "r"),
        new CloudFailure.Interrupted("d", "r"),
        new CloudFailure.Unclassified("d", "r"));
  }

  @Test
  void every_kind_of_failure_is_tried() {
    assertThat(kinds().map(kind -> (Object) kind.getClass()))
        .containsExactlyInAnyOrder((Object[]) CloudFailure.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void every_kind_of_failure_can_be_injected(CloudFailure kind) {
    cloud.inject(CloudFault.of(CloudOperation.CREATE, kind).times(1));

    assertThat(failure(() -> create("a"))).isEqualTo(kind);
    assertThat(create("a").name()).isEqualTo("a");
  }

  private void call(CloudOperation operation) {
    NodeId id = new NodeId("mem-1");
    switch (operation) {
      case LOCATIONS -> cloud.catalog().locations();
      case SIZES -> cloud.catalog().sizes();
      case IMAGES -> cloud.catalog().images();
      case LOCATION -> cloud.catalog().location("here");
      case SIZE -> cloud.catalog().size("small");
      case IMAGE -> cloud.catalog().image("img-1");
      case NODES -> cloud.nodes();
      case REACHABLE_NODES -> cloud.reachableNodes();
      case CREATE -> create("web");
      case AWAIT -> cloud.await(id, LIMIT);
      case DESTROY -> cloud.destroy(id);
      case LABEL -> cloud.label(id, java.util.Map.of("provision-a", "1"));
      case CONSOLE -> cloud.console(id);
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_operation_fails_until_it_is_healed(CloudOperation operation) {
    create("web");
    CloudFailure failure = new CloudFailure.RateLimited("asking", "too often", Optional.empty());
    cloud.fail(operation, failure);

    if (operation != CloudOperation.CREATE) {
      assertThat(failure(() -> call(operation))).isEqualTo(failure);
      assertThat(failure(() -> call(operation))).isEqualTo(failure);
    }
    cloud.heal(operation);
    call(operation);
  }

  @Test
  void a_fault_can_concern_one_node() {
    cloud.inject(CloudFault.of(CloudOperation.CREATE, DOWN).forNode("b"));

    assertThat(create("a").name()).isEqualTo("a");
    assertThat(failure(() -> create("b"))).isEqualTo(DOWN);
    Node c = create("c");
    cloud.inject(CloudFault.of(CloudOperation.DESTROY, DOWN).forNode("c"));
    assertThat(failure(() -> cloud.destroy(c.id()))).isEqualTo(DOWN);
  }

  @Test
  void a_fault_can_pass_with_time() {
    cloud.latency(CloudOperation.CREATE, Duration.ofSeconds(10));
    cloud.inject(CloudFault.of(CloudOperation.CREATE, DOWN).lasting(Duration.ofSeconds(25)));

    List<Boolean> made =
        IntStream.range(0, 4)
            .mapToObj(i -> catchThrowableOfType(CloudException.class, () -> create("n" + i)))
            .map(thrown -> thrown == null)
            .toList();

    assertThat(made).containsExactly(false, false, true, true);
  }

  @Test
  void a_create_can_fail_after_it_has_made_the_node() {
    CloudFailure late = new CloudFailure.TimedOut("creating node a", "no answer");
    cloud.inject(CloudFault.of(CloudOperation.CREATE, late).afterEffect().times(1));

    assertThat(failure(() -> create("a"))).isEqualTo(late);
    assertThat(cloud.nodes()).extracting(Node::name).containsExactly("a");
    assertThat(create("a").id()).isEqualTo(cloud.nodes().getFirst().id());
  }

  @Test
  void an_answer_that_is_lost_without_tokens_is_a_failure() {
    cloud.withoutTokens();
    cloud.inject(CloudFault.of(CloudOperation.CREATE, DOWN).afterEffect().times(1));

    assertThat(failure(() -> create("a"))).isEqualTo(DOWN);
    assertThat(failure(() -> create("a"))).isInstanceOf(CloudFailure.NameTaken.class);
    assertThat(cloud.nodes()).hasSize(1);
  }

  @Test
  void a_node_that_has_failed_or_stopped_is_not_awaited_in_vain() {
    Node made = create("a");
    cloud.change(made.id(), node -> in(Node.State.STOPPED, node));
    assertThat(failure(() -> cloud.await(made.id(), LIMIT)))
        .isInstanceOf(CloudFailure.TimedOut.class);

    cloud.change(made.id(), node -> in(Node.State.ERROR, node));
    assertThat(failure(() -> cloud.await(made.id(), LIMIT)))
        .isInstanceOf(CloudFailure.Unclassified.class);
  }

  private static Node in(Node.State state, Node node) {
    return new Node(
        node.id(),
        node.name(),
        state,
        node.publicAddresses(),
        node.privateAddresses(),
        node.image(),
        node.size(),
        node.location(),
        node.createdAt());
  }

  @Test
  void a_console_is_one_node_s_or_everybody_s() {
    Node a = create("a");
    Node b = create("b");
    assertThat(cloud.console(a.id())).isEmpty();

    cloud.console("booting");
    cloud.console(b.id(), "panic");

    assertThat(cloud.console(a.id())).contains("booting");
    assertThat(cloud.console(b.id())).contains("panic");
    assertThat(failure(() -> cloud.console(new NodeId("x"))))
        .isInstanceOf(CloudFailure.NotFound.class);
  }

  @Test
  void every_node_has_an_address_and_a_key_of_its_own() {
    List<NodeId> ids = IntStream.range(0, 600).mapToObj(i -> create("n" + i).id()).toList();

    assertThat(ids.stream().map(id -> cloud.await(id, LIMIT).endpoint().host()).distinct())
        .hasSize(600)
        .contains("192.0.2.254", "198.18.0.255", "198.18.2.88");
    assertThat(ids.stream().map(id -> cloud.await(id, LIMIT).endpoint().trust()).distinct())
        .hasSize(600);
  }

  @Test
  void user_data_is_refused_until_it_is_taken() {
    NodeRequest plain = request(cloud, "a");
    NodeRequest withData =
        new NodeRequest(
            "a",
            "t",
            plain.image(),
            plain.size(),
            plain.location(),
            Optional.of("#!/bin/sh"),
            Optional.empty(),
            List.of(),
            Map.of());
    assertThat(failure(() -> cloud.create(withData))).isInstanceOf(CloudFailure.Unsupported.class);

    cloud.takingUserData(OptionalInt.empty());

    assertThat(cloud.create(withData).name()).isEqualTo("a");
    assertThat(cloud.requests()).hasSize(2);
  }
}
