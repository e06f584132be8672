package dev.provision.adapter.jclouds;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An API that is away for a while.
final class AwayTest {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  @ParameterizedTest
  @MethodSource("dev.provision.adapter.jclouds.FakeFixture#names")
  void a_node_is_waited_for_while_its_api_is_away(String name) {
    try (FakeFixture cloud = FakeFixture.named(name)) {
      NodeId id = cloud.port().create(cloud.request("web1", "token-1")).id();
      // More than the two minutes of one call.
      for (int i = 0; i < 20; i++) {
        cloud
            .cloud()
            .trouble(
                "(GET|Describe)", false, aResponse().withStatus(List.of(502, 503, 504).get(i % 3)));
      }

      assertThat(cloud.port().await(id, LIMIT).node().state()).isEqualTo(Node.State.RUNNING);
      assertThat(total(cloud.pauses())).isGreaterThan(Duration.ofMinutes(2));
    }
  }

  @Test
  void a_node_is_removed_though_the_api_is_away_for_a_while() {
    try (FakeFixture cloud = FakeFixture.named("digitalocean")) {
      NodeId id = cloud.port().create(cloud.request("web1", "token-1")).id();
      for (int i = 0; i < 20; i++) {
        cloud.cloud().status("GET .*", false, 503);
      }

      cloud.port().destroy(id);

      assertThat(cloud.port().nodes()).isEmpty();
    }
  }

  @Test
  void it_is_not_waited_for_beyond_the_users_limit() {
    try (FakeFixture cloud = FakeFixture.named("digitalocean")) {
      NodeId id = cloud.port().create(cloud.request("web1", "token-1")).id();
      for (int i = 0; i < 200; i++) {
        cloud.cloud().status("GET .*", false, 503);
      }

      assertThatThrownBy(() -> cloud.port().await(id, Duration.ofSeconds(60)))
          .hasMessageContaining("HTTP status 503");
      assertThat(total(cloud.pauses())).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(75));
    }
  }

  private static Duration total(List<Duration> pauses) {
    return pauses.stream().reduce(Duration.ZERO, Duration::plus);
  }

  @ParameterizedTest
  @MethodSource("dev.provision.adapter.jclouds.EveryCloud#names")
  void a_host_that_takes_no_connection_was_asked_nothing(String name) throws Exception {
    String url;
    try (ServerSocket closed = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      url = "http://127.0.0.1:" + closed.getLocalPort();
    }
    try (CloudPort port = EveryCloud.port(name, url)) {
      CloudException e = catchThrowableOfType(CloudException.class, port::nodes);

      assertThat(e.failure()).isInstanceOf(CloudFailure.Unreachable.class);
      assertThat(e).hasMessageContaining(url + " does not accept connections");
    }
  }

  @Test
  void a_node_whose_request_never_left_does_not_exist_and_is_not_looked_for() {
    try (FakeFixture cloud = FakeFixture.named("nova")) {
      var request = cloud.request("web1", "token-1");
      cloud.cloud().forgetCalls();
      for (int i = 0; i < 100; i++) {
        cloud.cloud().status("POST /v3/auth/tokens", false, 503);
      }
      try (CloudPort fresh = EveryCloud.port("nova", cloud.cloud().url())) {
        assertThatThrownBy(() -> fresh.create(request))
            .isInstanceOfSatisfying(
                CloudException.class,
                e -> assertThat(e.failure()).isInstanceOf(CloudFailure.Unreachable.class));
      }
      assertThat(cloud.cloud().calls()).allMatch("POST /v3/auth/tokens"::equals);
    }
  }

  @Test
  void whoever_sets_the_time_of_a_call_has_a_new_host_asked_for_so_long() {
    try (CloudPort patient =
        EveryCloud.port("digitalocean", "http://127.0.0.1:1", Map.of("call-timeout", "300"))) {
      long begin = System.nanoTime();
      assertThatThrownBy(patient::nodes).hasMessageContaining("does not accept connections");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }
  }
}
