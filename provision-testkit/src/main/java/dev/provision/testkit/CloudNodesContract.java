package dev.provision.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.testkit.CloudFixture.Missing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of nodes.
abstract class CloudNodesContract {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private CloudFixture cloud;

  abstract CloudFixture fixture() throws Exception;

  @BeforeEach
  void start() throws Exception {
    cloud = fixture();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private Node create(String name) {
    return cloud.port().create(cloud.request(name, "token-of-" + name));
  }

  private List<Node> existing() {
    return cloud.port().nodes().stream()
        .filter(node -> node.state() != Node.State.TERMINATED)
        .toList();
  }

  @Test
  void a_node_that_was_accepted_is_listed_under_its_exact_name() {
    Node made = create("contract-a1");

    assertThat(existing())
        .singleElement()
        .satisfies(node -> assertThat(node.id()).isEqualTo(made.id()))
        .satisfies(node -> assertThat(node.name()).isEqualTo("contract-a1"));
  }

  @Test
  void several_nodes_are_all_listed() {
    List<NodeId> made = IntStream.range(0, 5).mapToObj(i -> create("contract-b" + i).id()).toList();

    assertThat(existing()).extracting(Node::id).containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  void a_node_that_is_awaited_runs_and_has_an_address() {
    Node made = create("contract-c1");

    ReachableNode reachable = cloud.port().await(made.id(), LIMIT);

    assertThat(reachable.node().id()).isEqualTo(made.id());
    assertThat(reachable.node().name()).isEqualTo("contract-c1");
    assertThat(reachable.node().state()).isEqualTo(Node.State.RUNNING);
    assertThat(reachable.endpoint().host()).isNotBlank();
  }

  @Test
  void awaiting_ends_after_the_limit() {
    assumeThat(cloud.missing()).doesNotContain(Missing.SLOW_START);
    cloud.startSlowly();
    Node made = create("contract-d1");

    assertThatThrownBy(() -> cloud.port().await(made.id(), Duration.ofMillis(1)))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.failure()).isInstanceOf(CloudFailure.TimedOut.class));
  }

  @Test
  void awaiting_a_node_that_does_not_exist_says_so() {
    Node gone = create("contract-e1");
    cloud.port().await(gone.id(), LIMIT);
    cloud.port().destroy(gone.id());

    assertThatThrownBy(() -> cloud.port().await(gone.id(), Duration.ofSeconds(5)))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.failure()).isInstanceOf(CloudFailure.NotFound.class));
  }

  @Test
  void a_token_that_was_used_before_makes_no_second_node() {
    assumeThat(cloud.missing()).doesNotContain(Missing.TOKENS);
    NodeRequest request = cloud.request("contract-f1", "the-same-token");

    Node first = cloud.port().create(request);
    Node second = cloud.port().create(request);

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(existing()).hasSize(1);
  }

  @Test
  void a_name_in_use_is_refused_where_names_are_unique() {
    assumeThat(cloud.missing()).doesNotContain(Missing.UNIQUE_NAMES);
    create("contract-g1");
    NodeRequest again = cloud.request("contract-g1", "another-token");

    assertThatThrownBy(() -> cloud.port().create(again))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.failure()).isInstanceOf(CloudFailure.NameTaken.class));
    assertThat(existing()).hasSize(1);
  }

  @Test
  void a_destroyed_node_is_gone_when_the_call_returns_and_the_others_stay() {
    Node doomed = create("contract-h1");
    Node other = create("contract-h2");

    cloud.port().destroy(doomed.id());

    assertThat(existing()).extracting(Node::id).containsExactly(other.id());
  }

  @Test
  void destroying_a_node_that_is_gone_already_is_a_success() {
    Node doomed = create("contract-i1");
    cloud.port().destroy(doomed.id());

    cloud.port().destroy(doomed.id());

    assertThat(existing()).isEmpty();
  }

  @Test
  void calls_from_several_threads_make_a_node_each() throws Exception {
    List<NodeRequest> requests =
        IntStream.range(0, 8).mapToObj(i -> cloud.request("contract-j" + i, "token-" + i)).toList();
    List<Callable<Node>> calls =
        requests.stream().<Callable<Node>>map(one -> () -> cloud.port().create(one)).toList();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Node> made : threads.invokeAll(calls)) {
        made.get();
      }
    }

    assertThat(existing())
        .extracting(Node::name)
        .containsExactlyInAnyOrderElementsOf(requests.stream().map(NodeRequest::name).toList());
  }

  @Test
  void closing_the_port_does_not_touch_nodes_and_may_be_done_twice() {
    create("contract-k1");

    cloud.port().close();
    cloud.port().close();
  }
}
