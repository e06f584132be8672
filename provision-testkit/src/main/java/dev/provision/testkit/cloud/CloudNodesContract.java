package dev.provision.testkit.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.FleetPlace;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.testkit.Promise;
import dev.provision.testkit.cloud.CloudFixture.Missing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The life of nodes.
abstract class CloudNodesContract extends CloudContract {
  @Test
  @Promise({"Every node of the account", "the name it was created with", "the node's exact name"})
  void a_node_that_was_accepted_is_listed_under_its_exact_name() {
    Node made = create("contract-a1");

    assertThat(existing())
        .singleElement()
        .satisfies(node -> assertThat(node.id()).isEqualTo(made.id()))
        .satisfies(node -> assertThat(node.name()).isEqualTo("contract-a1"));
  }

  @Test
  @Promise({"Every node of the account", "unique within an account"})
  void several_nodes_are_all_listed_with_ids_of_their_own() {
    List<NodeId> made = IntStream.range(0, 5).mapToObj(i -> create("contract-b" + i).id()).toList();

    assertThat(made).doesNotHaveDuplicates();
    assertThat(existing()).extracting(Node::id).containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  @Promise("Every node that steps can be applied to: the account's own")
  void the_account_s_nodes_are_among_those_that_can_be_worked_on() {
    Node made = create("contract-b5");

    assertThat(port().reachableNodes()).extracting(Node::id).contains(made.id());
  }

  @Test
  @Promise(
      "returns when the cloud has accepted the request; the node may still be [Node.State#PENDING]")
  void a_node_that_was_accepted_is_on_its_way_or_runs() {
    assertThat(create("contract-b6").state())
        .isIn(Node.State.PENDING, Node.State.RUNNING, Node.State.UNKNOWN);
  }

  @Test
  @Promise({
    "Waits until the node runs and has an address",
    "address, user, host trust, and the logins that the provider knows"
  })
  void a_node_that_is_awaited_runs_and_has_an_address() {
    Node made = create("contract-c1");

    ReachableNode reachable = port().await(made.id(), LIMIT);

    assertThat(reachable.node().id()).isEqualTo(made.id());
    assertThat(reachable.node().name()).isEqualTo("contract-c1");
    assertThat(reachable.node().state()).isEqualTo(Node.State.RUNNING);
    assertThat(reachable.endpoint().host()).isNotBlank();
  }

  @Test
  @Promise("[CloudFailure.NotFound] if there is no such node, or no longer")
  void awaiting_a_node_that_does_not_exist_says_so() {
    Node gone = create("contract-e1");
    port().await(gone.id(), LIMIT);
    port().destroy(gone.id());

    assertThat(failureOf(() -> port().await(gone.id(), LIMIT)))
        .isInstanceOf(CloudFailure.NotFound.class);
  }

  @Test
  @Promise({
    "A second call with the same token returns the node that the first one created, if the provider"
        + " can tell.",
    "If it cannot, the second call fails with [CloudFailure.NameTaken] and creates no second node."
  })
  void a_token_that_was_used_before_makes_no_second_node() {
    NodeRequest request = cloud().request("contract-f1", "the-same-token");
    Node first = port().create(request);

    if (lacks(Missing.TOKENS)) {
      assertThat(failureOf(() -> port().create(request)))
          .isInstanceOf(CloudFailure.NameTaken.class);
    } else {
      assertThat(port().create(request).id()).isEqualTo(first.id());
    }
    assertThat(existing()).extracting(Node::id).containsExactly(first.id());
  }

  @Test
  @Promise({
    "[CloudFailure.NameTaken] if the provider requires unique names and the name is in use",
    "At other providers, two nodes can share a name"
  })
  void a_name_in_use_is_refused_or_makes_a_node_of_its_own() {
    Node first = create("contract-g1");
    NodeRequest again = cloud().request("contract-g1", "another-token");

    if (lacks(Missing.UNIQUE_NAMES)) {
      Node second = port().create(again);
      assertThat(existing())
          .extracting(Node::id)
          .containsExactlyInAnyOrder(first.id(), second.id());
    } else {
      assertThat(failureOf(() -> port().create(again))).isInstanceOf(CloudFailure.NameTaken.class);
      assertThat(existing()).extracting(Node::id).containsExactly(first.id());
    }
  }

  @Test
  @Promise({
    "A provider that has labels, tags or metadata keeps them there, and shows them in"
        + " [Node#labels()]; another one ignores them.",
    "those of [NodeRequest#labels()] that it was created with, and its token under"
        + " [NodeRequest#TOKEN_LABEL]; empty if the provider keeps none",
    "The token of the request that created it: if there is one, Provision did. Empty if the"
        + " provider does not show it."
  })
  void labels_are_kept_with_the_node_or_ignored() {
    NodeRequest place =
        cloud()
            .request("contract-g3", "token-of-g3")
            .labelled(new FleetPlace("abc123", 2, 20).labels());
    NodeRequest plain = cloud().request("contract-g4", "token-of-g4");

    Node made = port().create(place);
    Node other = port().create(plain);

    assertThat(existing())
        .extracting(Node::id, Node::labels)
        .containsExactlyInAnyOrder(tuple(made.id(), shown(place)), tuple(other.id(), shown(plain)));
    assertThat(made.labels()).isEqualTo(shown(place));
    Node running = port().await(made.id(), LIMIT).node();
    assertThat(running.labels()).isEqualTo(shown(place));
    assertThat(running.token())
        .isEqualTo(lacks(Missing.LABELS) ? Optional.empty() : Optional.of("token-of-g3"));
  }

  private Map<String, String> shown(NodeRequest request) {
    return lacks(Missing.LABELS) ? Map.of() : request.labelsWithToken();
  }

  @Test
  @Promise("Destroys the node and returns when the cloud reports that it is gone.")
  void a_destroyed_node_is_gone_when_the_call_returns_and_the_others_stay() {
    Node doomed = create("contract-h1");
    Node other = create("contract-h2");

    port().destroy(doomed.id());

    assertThat(existing()).extracting(Node::id).containsExactly(other.id());
  }

  @Test
  @Promise("If the node is already gone, the call succeeds.")
  void destroying_a_node_that_is_gone_already_is_a_success() {
    Node doomed = create("contract-i1");
    port().destroy(doomed.id());

    port().destroy(doomed.id());

    assertThat(existing()).isEmpty();
  }

  @Test
  @Promise("All methods are safe for use by several threads at once.")
  void calls_from_several_threads_make_a_node_each() throws Exception {
    List<NodeRequest> requests =
        IntStream.range(0, 8)
            .mapToObj(i -> cloud().request("contract-j" + i, "token-" + i))
            .toList();
    List<Callable<Node>> calls =
        requests.stream().<Callable<Node>>map(one -> () -> port().create(one)).toList();

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
  @Promise("Releases the port's resources: connections, threads.")
  void closing_the_port_may_be_done_twice() {
    create("contract-k1");

    port().close();
    port().close();
  }
}
