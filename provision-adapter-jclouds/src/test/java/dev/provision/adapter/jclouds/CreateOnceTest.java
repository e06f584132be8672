package dev.provision.adapter.jclouds;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// One request makes one node or none, whatever happens to its answer; and how often the cloud is
/// asked.
final class CreateOnceTest {
  private static final List<Integer> PASSING = List.of(500, 502, 503, 504);

  static Stream<String> names() {
    return FakeFixture.names();
  }

  static Stream<Arguments> troubles() {
    return names().flatMap(name -> PASSING.stream().map(status -> Arguments.of(name, status)));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void a_node_that_was_made_before_the_error_is_found_and_not_made_again(String name, int status) {
    try (FakeFixture cloud = FakeFixture.named(name)) {
      var request = cloud.request("once", "token-once");
      cloud.cloud().status(cloud.creation(), true, status);

      Node node = cloud.port().create(request);

      assertThat(node.name()).isEqualTo("once");
      assertThat(cloud.port().nodes()).extracting(Node::id).containsExactly(node.id());
      assertThat(cloud.creations()).isEqualTo(name.equals("ec2") ? 2 : 1);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_node_whose_connection_broke_after_it_was_made_is_found(String name) {
    try (FakeFixture cloud = FakeFixture.named(name)) {
      var request = cloud.request("reset", "token-reset");
      cloud.cloud().reset(cloud.creation(), true);

      Node node = cloud.port().create(request);

      assertThat(cloud.port().nodes()).extracting(Node::id).containsExactly(node.id());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void where_the_error_came_before_the_node_there_is_none_and_the_failure_says_so(String name) {
    try (FakeFixture cloud = FakeFixture.named(name)) {
      var request = cloud.request("never", "token-never");
      for (int i = 0; i < 100; i++) {
        cloud.cloud().status(cloud.creation(), false, 503);
      }

      assertThatThrownBy(() -> cloud.port().create(request))
          .isInstanceOfSatisfying(
              CloudException.class,
              e -> assertThat(e.failure()).isInstanceOf(CloudFailure.Unavailable.class))
          .hasMessageContaining("never");
      assertThat(cloud.port().nodes()).isEmpty();
      assertThat(cloud.creations()).isBetween(1L, name.equals("ec2") ? 20L : 1L);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_cloud_that_asks_to_wait_is_waited_for_and_asked_again(String name) {
    try (FakeFixture cloud = FakeFixture.named(name)) {
      var request = cloud.request("paced", "token-paced");
      cloud
          .cloud()
          .trouble(
              cloud.creation(),
              false,
              aResponse().withStatus(429).withHeader("Retry-After", "7").withBody("{}"));

      Node node = cloud.port().create(request);

      assertThat(node.name()).isEqualTo("paced");
      assertThat(cloud.creations()).isEqualTo(2);
      assertThat(cloud.pauses())
          .anySatisfy(
              pause -> assertThat(pause).isBetween(Duration.ofMillis(6500), Duration.ofSeconds(7)));
    }
  }

  @Test
  void a_node_of_which_nothing_can_be_learned_is_named_with_its_token() {
    try (FakeFixture cloud = FakeFixture.named("nova")) {
      var request = cloud.request("unknown", "token-unknown");
      cloud.cloud().status(cloud.creation(), true, 504);
      for (int i = 0; i < 100; i++) {
        cloud.cloud().status("GET .*/servers/detail", false, 503);
      }

      assertThatThrownBy(() -> cloud.port().create(request))
          .isInstanceOf(CloudException.class)
          .hasMessageContaining("unknown, tagged provision-token=token-unknown");
    }
  }

  @Test
  void listing_nodes_is_one_login_and_one_list() {
    try (FakeFixture cloud = FakeFixture.named("nova")) {
      assertThat(cloud.port().nodes()).isEmpty();

      assertThat(cloud.cloud().calls())
          .containsExactly("POST /v3/auth/tokens", "GET /v2.1/p1/servers/detail");
    }
  }
}
