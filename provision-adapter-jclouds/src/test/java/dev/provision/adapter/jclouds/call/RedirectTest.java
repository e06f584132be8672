package dev.provision.adapter.jclouds.call;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.jclouds.EveryCloud;
import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.adapter.jclouds.RawServer;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.NodeId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// No request of ours goes where an answer points to: credentials would go along.
final class RedirectTest {
  private static final List<Integer> REDIRECTS =
      List.of(300, 301, 302, 303, 304, 305, 306, 307, 308);

  private final RawServer elsewhere = RawServer.elsewhere();

  @AfterEach
  void close() {
    elsewhere.close();
  }

  static Stream<Arguments> everywhere() {
    return EveryCloud.names()
        .flatMap(name -> REDIRECTS.stream().map(status -> Arguments.of(name, status)));
  }

  private static void assertIsRefused(ThrowingCallable call, String place) {
    CloudException e = catchThrowableOfType(CloudException.class, call);

    assertThat(e).isNotNull();
    assertThat(e.failure().reason()).contains("redirect", place).doesNotContain("SECRET");
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void a_redirect_to_another_host_is_a_failure_that_names_it(String name, int status) {
    String head =
        "HTTP/1.1 %s Go\r\nLocation: %s/there?token=SECRET".formatted(status, elsewhere.url());
    try (RawServer server = RawServer.saying(head, "");
        CloudPort port = EveryCloud.port(name, server.url())) {
      assertIsRefused(port::nodes, elsewhere.url() + "/there");
      assertIsRefused(port.catalog()::locations, "/there");
      assertIsRefused(() -> port.destroy(new NodeId("77")), "/there");
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  /// So that the answer is one to what comes after a login, and to what makes and removes nodes.
  @ParameterizedTest
  @MethodSource("dev.provision.adapter.jclouds.FakeFixture#names")
  void neither_what_makes_a_node_nor_what_removes_one_is_sent_elsewhere(String name) {
    try (FakeFixture cloud = FakeFixture.named(name)) {
      var request = cloud.request("there", "token-there");
      NodeId id = cloud.port().create(cloud.request("here", "token-here")).id();
      for (int status : List.of(302, 307)) {
        for (int i = 0; i < 20; i++) {
          cloud
              .cloud()
              .trouble(
                  "(POST|PUT|DELETE|GET) /(?!.*tokens).*",
                  false,
                  aResponse()
                      .withStatus(status)
                      .withHeader("Location", elsewhere.url() + "/there"));
        }
        assertIsRefused(() -> cloud.port().create(request), elsewhere.url());
        assertIsRefused(() -> cloud.port().destroy(id), elsewhere.url());
      }
      assertThat(elsewhere.requests()).isEmpty();
      assertThat(cloud.cloud().calls())
          .filteredOn(c -> c.matches(".*" + cloud.creation()))
          .hasSizeLessThanOrEqualTo(3);
    }
  }

  static Stream<Integer> redirects() {
    return REDIRECTS.stream();
  }

  /// All but 303 say that nothing was done; that one, that the result of it is elsewhere.
  @ParameterizedTest
  @MethodSource("redirects")
  void after_a_redirect_a_node_may_exist_only_if_the_request_was_carried_out(int status) {
    try (FakeFixture cloud = FakeFixture.named("digitalocean")) {
      var request = cloud.request("web1", "token-1");
      for (int i = 0; i < 20; i++) {
        cloud
            .cloud()
            .trouble(
                "(POST|GET) /.*",
                false,
                aResponse().withStatus(status).withHeader("Location", elsewhere.url()));
      }

      CloudException e =
          catchThrowableOfType(CloudException.class, () -> cloud.port().create(request));

      assertThat(e.failure().mayHaveTakenEffect()).isEqualTo(status == 303);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v3/there",
        "//127.0.0.7:9/there",
        "there",
        "https://127.0.0.7:9/x",
        "%%%",
        "file:///etc/passwd",
        "",
        "http://eve:pw@127.0.0.7:9/"
      })
  void whatever_the_place_is_it_is_not_gone_to(String location) {
    try (RawServer server =
            RawServer.saying("HTTP/1.1 302 Found\r\nLocation: " + location, "moved");
        CloudPort port = EveryCloud.port("digitalocean", server.url())) {
      assertThatThrownBy(port::nodes)
          .hasMessageContaining(server.url() + " sent a redirect (HTTP status 302)")
          .hasMessageNotContaining("eve:pw");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.provision.adapter.jclouds.EveryCloud#names")
  void without_a_place_it_is_a_failure_too_and_nothing_stands_in_standard_error(String name) {
    PrintStream usual = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try (RawServer server = RawServer.saying("HTTP/1.1 302 Found", "");
        CloudPort port = EveryCloud.port(name, server.url())) {
      assertThatThrownBy(port::nodes)
          .isInstanceOfSatisfying(
              CloudException.class,
              e -> assertThat(e.failure()).isInstanceOf(CloudFailure.Redirected.class))
          .hasMessageContaining("redirect (HTTP status 302) without a location");
    } finally {
      System.setErr(usual);
    }
    assertThat(written.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
