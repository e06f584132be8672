package dev.provision.testkit.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.testkit.Promise;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What not every cloud has; the port itself says which it is.
abstract class CloudExtrasContract extends CloudContract {
  private static final String USER_DATA = "#!/bin/sh\n";

  @Test
  @Promise({
    "Whether [NodeRequest#userData()] reaches a node's first boot",
    "A provider that does not take it refuses a request with user data, with"
        + " [CloudFailure.Unsupported] or [CloudFailure.InvalidRequest], or leaves it on the node"
        + " without following it."
  })
  void user_data_is_taken_or_refused_cleanly() {
    try {
      Node made = port().create(requestWithUserData("contract-u1", USER_DATA));
      assertThat(existing()).extracting(Node::id).containsExactly(made.id());
    } catch (CloudException e) {
      assertThat(port().takesUserData()).isFalse();
      assertThat(e.failure())
          .isInstanceOfAny(CloudFailure.Unsupported.class, CloudFailure.InvalidRequest.class);
      assertThat(existing()).isEmpty();
    }
  }

  @Test
  @Promise({
    "How many bytes of user data a node may have at most, before any encoding, where there is a"
        + " limit. A request with more is refused with [CloudFailure.InvalidRequest]."
  })
  void more_user_data_than_the_limit_is_refused_and_makes_no_node() {
    if (port().userDataLimit().isEmpty()) {
      return; // as much as anybody likes
    }
    String tooMuch = USER_DATA + "#".repeat(port().userDataLimit().getAsInt());

    CloudFailure failure =
        failureOf(() -> port().create(requestWithUserData("contract-u2", tooMuch)));

    assertThat(failure).isInstanceOf(CloudFailure.InvalidRequest.class);
    assertThat(existing()).isEmpty();
  }

  @Test
  @Promise("Whether a new node is given its host key with its user data, before it boots")
  void only_a_cloud_that_takes_user_data_gives_host_keys() {
    assertThat(port().takesUserData() || !port().givesHostKey()).isTrue();
  }

  @Test
  @Promise("empty where the provider does not show it, or has nothing yet.")
  void a_console_is_shown_or_empty() {
    Node made = create("contract-v1");
    port().await(made.id(), LIMIT);

    Optional<String> console = port().console(made.id());

    assertThat(console.map(String::isEmpty)).isNotEqualTo(Optional.of(true));
  }
}
