package dev.provision.testkit.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.ConsoleReader;
import dev.provision.ports.cloud.LabelKeeper;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.UserDataSupport;
import dev.provision.testkit.Promise;
import dev.provision.testkit.cloud.CloudFixture.Missing;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What not every cloud has; the port itself says which it is.
abstract class CloudExtrasContract extends CloudContract {
  private static final String USER_DATA = "#!/bin/sh\n";

  private static Optional<ConsoleReader> consoles(CloudPort port) {
    return port instanceof ConsoleReader reader ? Optional.of(reader) : Optional.empty();
  }

  @Test
  @Promise({
    "Whether [NodeRequest#userData()] reaches a node's first boot",
    "Whether user data reaches new nodes.",
    "A request with user data fails with [CloudFailure.Unsupported] or"
        + " [CloudFailure.InvalidRequest], or leaves the user data on the node without processing"
        + " it."
  })
  void user_data_is_taken_or_refused_cleanly() {
    try {
      Node made = port().create(requestWithUserData("contract-u1", USER_DATA));
      assertThat(existing()).extracting(Node::id).containsExactly(made.id());
    } catch (CloudException e) {
      assertThat(port().userData()).isEqualTo(new UserDataSupport.NotTaken());
      assertThat(e.failure())
          .isInstanceOfAny(CloudFailure.Unsupported.class, CloudFailure.InvalidRequest.class);
      assertThat(existing()).isEmpty();
    }
  }

  @Test
  @Promise({
    "The maximum number of bytes of user data, before any encoding, if there is a limit. A request"
        + " with more fails with [CloudFailure.InvalidRequest]."
  })
  void more_user_data_than_the_limit_is_refused_and_makes_no_node() {
    OptionalInt limit = port().userData().limit();
    if (limit.isEmpty()) {
      return; // as much as anybody likes
    }
    String tooMuch = USER_DATA + "#".repeat(limit.getAsInt());

    CloudFailure failure =
        failureOf(() -> port().create(requestWithUserData("contract-u2", tooMuch)));

    assertThat(failure).isInstanceOf(CloudFailure.InvalidRequest.class);
    assertThat(existing()).isEmpty();
  }

  @Test
  @Promise({
    "Sends no request, and always succeeds.",
    "Whether a new node gets its host key in its user data, before it boots.",
    "It does. Steps are applied to a new node only after its first boot has finished."
  })
  void what_is_said_of_user_data_stays_the_same() {
    UserDataSupport support = port().userData();
    create("contract-u3");

    assertThat(port().userData()).isEqualTo(support);
    assertThat(support.holdsHostKey() && support instanceof UserDataSupport.NotTaken).isFalse();
  }

  @Test
  @Promise({
    "Why no node of this provider can restart itself, human-readable; empty if the provider does"
        + " not know of a reason. Sends no request, and always succeeds."
  })
  void what_is_said_of_restarts_stays_the_same() {
    Optional<String> obstacle = port().restartObstacle();
    create("contract-u4");

    assertThat(port().restartObstacle()).isEqualTo(obstacle);
    assertThat(obstacle.map(String::isBlank)).isNotEqualTo(Optional.of(true));
  }

  @Test
  @Promise("empty if there is none yet.")
  void a_console_is_shown_or_empty() {
    Node made = create("contract-v1");
    port().await(made.id(), LIMIT);

    Optional<String> console = consoles(port()).flatMap(reader -> reader.console(made.id()));

    assertThat(console.map(String::isEmpty)).isNotEqualTo(Optional.of(true));
  }

  @Test
  @Promise({
    "If it keeps labels with nodes, its port is also a [LabelKeeper].",
    "Sets labels of a node, and leaves its other labels as they are.",
    "[CloudFailure.Unsupported] if the labels of a node that exists cannot be changed"
  })
  void labels_of_a_node_are_changed_or_that_is_refused() {
    NodeRequest request =
        cloud()
            .request("contract-v3", "token-of-v3")
            .labelled(Map.of("provision-a", "1", "provision-b", "2"));
    Node made = port().create(request);
    NodeRequest same = cloud().request("contract-v4", "token-of-v4").labelled(request.labels());
    Node other = port().create(same);
    port().await(made.id(), LIMIT);

    if (!(port() instanceof LabelKeeper keeper)) {
      assertThat(lacks(Missing.LABELS)).isTrue();
      return;
    }
    Map<String, String> changes = Map.of("provision-b", "3", "provision-c", "4");
    Map<String, String> expected = new HashMap<>(request.labelsWithToken());
    if (lacks(Missing.LABEL_CHANGES)) {
      assertThat(failureOf(() -> keeper.label(made.id(), changes)))
          .isInstanceOf(CloudFailure.Unsupported.class);
    } else {
      keeper.label(made.id(), changes);
      keeper.label(made.id(), changes);
      expected.putAll(changes);
    }
    assertThat(existing())
        .extracting(Node::id, Node::labels)
        .containsExactlyInAnyOrder(
            tuple(made.id(), expected), tuple(other.id(), same.labelsWithToken()));
  }

  /// Some clouds keep what is known of a node for a while: EC2 for an hour.
  @Test
  @Promise("[CloudFailure.NotFound] if there is no such node, and")
  void labels_of_a_node_that_is_gone_are_kept_or_not_found() {
    Node gone = create("contract-v5");
    port().await(gone.id(), LIMIT);
    port().destroy(gone.id());
    if (port() instanceof LabelKeeper keeper) {
      try {
        keeper.label(gone.id(), Map.of("provision-a", "1"));
      } catch (CloudException e) {
        assertThat(e.failure())
            .isInstanceOfAny(CloudFailure.NotFound.class, CloudFailure.Unsupported.class);
      }
    }
    assertThat(existing()).isEmpty();
  }

  /// Some clouds keep what a node wrote for a while: EC2 for an hour.
  @Test
  @Promise({
    "If the provider gives access to the consoles of nodes, its port is also a [ConsoleReader].",
    "[CloudFailure.NotFound] if there is no such node"
  })
  void the_console_of_a_node_that_is_gone_is_kept_or_not_found() {
    Node gone = create("contract-v2");
    port().await(gone.id(), LIMIT);
    port().destroy(gone.id());
    try {
      Optional<String> kept = consoles(port()).flatMap(reader -> reader.console(gone.id()));
      assertThat(kept.map(String::isEmpty)).isNotEqualTo(Optional.of(true));
    } catch (CloudException e) {
      assertThat(e.failure()).isInstanceOf(CloudFailure.NotFound.class);
    }
  }
}
