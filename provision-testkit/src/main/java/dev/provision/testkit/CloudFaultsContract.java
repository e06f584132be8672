package dev.provision.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.testkit.CloudFixture.Missing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What happens when something goes wrong.
abstract class CloudFaultsContract {
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

  /// Exactly one node comes to be, or none.
  @Test
  void a_create_whose_answer_gets_lost_makes_exactly_one_node_and_finds_it() {
    assumeThat(cloud.missing()).doesNotContain(Missing.LOST_ANSWERS);
    NodeRequest request = cloud.request("contract-lost", "token-of-the-lost");
    cloud.loseNextAnswer();

    Node found = cloud.port().create(request);

    assertThat(found.name()).isEqualTo("contract-lost");
    assertThat(cloud.port().nodes()).extracting(Node::id).containsExactly(found.id());
  }

  @Test
  void an_account_that_is_refused_is_said_to_be() {
    assumeThat(cloud.missing()).doesNotContain(Missing.REFUSALS);
    cloud.refuseAccount();

    assertThatThrownBy(() -> cloud.port().nodes())
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.failure()).isInstanceOf(CloudFailure.Unauthorized.class));
  }

  @Test
  void an_interrupted_thread_gets_no_node_and_keeps_its_interrupt() {
    NodeRequest request = cloud.request("contract-interrupted", "token-interrupted");
    Thread.currentThread().interrupt();
    try {
      Node _ = cloud.port().create(request);
    } catch (CloudException e) {
      assertThat(e.failure()).isInstanceOf(CloudFailure.Interrupted.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      boolean _ = Thread.interrupted();
    }
  }
}
