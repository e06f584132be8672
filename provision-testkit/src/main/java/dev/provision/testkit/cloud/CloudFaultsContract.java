package dev.provision.testkit.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.testkit.Promise;
import dev.provision.testkit.cloud.CloudFixture.Missing;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What happens when something goes wrong, or takes its time.
abstract class CloudFaultsContract extends CloudContract {
  private static final Duration SHORT = Duration.ofMillis(1);

  @Test
  @Promise("Creates exactly one node, or none.")
  void a_create_whose_answer_gets_lost_makes_exactly_one_node_and_finds_it() {
    NodeRequest request = cloud().request("contract-lost", "token-of-the-lost");
    if (!lacks(Missing.LOST_ANSWERS)) {
      cloud().loseNextAnswer();
    }

    Node found = port().create(request);

    assertThat(found.name()).isEqualTo("contract-lost");
    assertThat(existing()).extracting(Node::id).containsExactly(found.id());
  }

  @Test
  @Promise({
    "for at most `limit`. A node that needs no waiting is returned at once, whatever the limit.",
    "[CloudFailure.TimedOut] after the limit"
  })
  void awaiting_ends_after_the_limit_or_at_once() {
    if (!lacks(Missing.SLOW_START)) {
      cloud().startSlowly();
      Node late = create("contract-d1");
      assertThat(failureOf(() -> port().await(late.id(), SHORT)))
          .isInstanceOf(CloudFailure.TimedOut.class);
      return;
    }
    Node made = create("contract-d2");
    ReachableNode _ = port().await(made.id(), LIMIT);

    ReachableNode again = port().await(made.id(), SHORT);

    assertThat(again.node().state()).isEqualTo(Node.State.RUNNING);
  }

  @Test
  @Promise({
    "Every failure is a [CloudException].",
    "The account's credentials were rejected, or do not allow this."
  })
  void an_account_that_is_refused_is_said_to_be() {
    if (lacks(Missing.REFUSALS)) {
      assertThat(port().nodes()).isEmpty(); // whoever asks
    } else {
      cloud().refuseAccount();
      assertThat(failureOf(() -> port().nodes())).isInstanceOf(CloudFailure.Unauthorized.class);
    }
  }

  @Test
  @Promise("what was being done, and why it failed")
  void a_failure_says_what_was_being_done_and_why_it_did_not_work_out() {
    Node gone = create("contract-l1");
    port().destroy(gone.id());

    CloudFailure failure = failureOf(() -> port().await(gone.id(), LIMIT));

    assertThat(failure.doing()).contains(gone.id().value());
    assertThat(failure.reason()).isNotBlank();
    assertThat(failure.retryable()).isFalse();
  }

  @Test
  @Promise({
    "Whether the request may have taken effect nevertheless, or still may",
    "It cannot if the provider rejected the request, or never received it."
  })
  void a_request_that_is_said_to_have_no_effect_has_none() {
    Set<NodeId> made = new HashSet<>(Set.of(create("contract-k1").id()));
    NodeRequest known = cloud().request("contract-k2", "token-k2");
    int most = port().userData().limit().orElse(0);
    List<NodeRequest> dubious =
        List.of(
            cloud().request("contract-k1", "another-token"),
            requestWithUserData("contract-k3", "#!/bin/sh\n" + "#".repeat(most)),
            new NodeRequest(
                known.name(),
                known.token(),
                new Image("no-such-image", "No such image"),
                known.size(),
                known.location(),
                known.userData(),
                known.keyPair(),
                known.authorizedKeys(),
                known.options()));

    for (NodeRequest request : dubious) {
      try {
        made.add(port().create(request).id());
      } catch (CloudException e) {
        if (e.failure().mayHaveTakenEffect()) {
          existing().forEach(node -> made.add(node.id()));
        }
      }
      assertThat(existing())
          .as(request.name())
          .extracting(Node::id)
          .containsExactlyInAnyOrderElementsOf(made);
    }
  }

  @Test
  @Promise("If its thread is interrupted, a call fails promptly with [CloudFailure.Interrupted].")
  void an_interrupted_thread_gets_no_node_and_keeps_its_interrupt() {
    NodeRequest request = cloud().request("contract-interrupted", "token-interrupted");
    Thread.currentThread().interrupt();
    try {
      Node _ = port().create(request);
    } catch (CloudException e) {
      assertThat(e.failure()).isInstanceOf(CloudFailure.Interrupted.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      boolean _ = Thread.interrupted();
    }
  }
}
