package dev.provision.adapter.jclouds.portable;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The clouds of jclouds' common interface, over HTTP.
final class PortableTest {
  private static FakeFixture open(String name) {
    return switch (name) {
      case "softlayer" -> FakeFixture.softLayer(new FakeSoftLayer());
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"softlayer"})
  void a_node_is_made_listed_awaited_and_destroyed(String name) {
    try (FakeFixture cloud = open(name)) {
      NodeRequest request = cloud.request("web-1", "token-1");

      Node made = cloud.port().create(request);
      ReachableNode reachable = cloud.port().await(made.id(), Duration.ofMinutes(1));

      assertThat(cloud.port().nodes()).extracting(Node::name).containsExactly("web-1");
      assertThat(reachable.endpoint().user()).contains("root");
      assertThat(reachable.node().publicAddresses()).hasSize(1);
      cloud.port().destroy(made.id());
      assertThat(cloud.port().nodes()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"softlayer"})
  void a_node_whose_answer_was_lost_is_found_by_its_name(String name) {
    try (FakeFixture cloud = open(name)) {
      NodeRequest request = cloud.request("web-1", "token-1");
      cloud.loseNextAnswer();

      Node made = cloud.port().create(request);

      assertThat(cloud.port().nodes()).extracting(Node::id).containsExactly(made.id());
      assertThat(cloud.creations()).isEqualTo(1);
    }
  }

  /// It reads its own list whole.
  @ParameterizedTest
  @ValueSource(strings = {"softlayer"})
  void an_entry_that_jclouds_cannot_read_stops_a_creation_before_it_is_sent(String name) {
    try (FakeFixture cloud = open(name)) {
      NodeRequest request = cloud.request("web-1", "token-1");
      cloud.cloud().trouble("GET .*/Datacenters", false, okJson("[{\"name\": \"ams01\"}]"));

      assertThatThrownBy(() -> cloud.port().create(request))
          .isInstanceOfSatisfying(
              CloudException.class,
              e -> assertThat(e.failure()).isInstanceOf(CloudFailure.Malformed.class));
      assertThat(cloud.creations()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"softlayer"})
  void a_refused_account_is_said_to_be(String name) {
    try (FakeFixture cloud = open(name)) {
      cloud.refuseAccount();

      assertThatThrownBy(() -> cloud.port().nodes())
          .isInstanceOfSatisfying(
              CloudException.class,
              e -> assertThat(e.failure()).isInstanceOf(CloudFailure.Unauthorized.class));
    }
  }
}
