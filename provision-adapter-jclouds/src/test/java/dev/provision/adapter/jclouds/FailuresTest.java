package dev.provision.adapter.jclouds;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.call.AccountSecrets;
import dev.provision.adapter.jclouds.call.CallContext;
import dev.provision.adapter.jclouds.call.RetryPolicy;
import dev.provision.adapter.jclouds.http.EnvironmentProxies;
import dev.provision.adapter.jclouds.openstack.FakeNova;
import dev.provision.adapter.jclouds.openstack.Nova;
import dev.provision.adapter.jclouds.openstack.OpenStackAccess;
import dev.provision.adapter.jclouds.rest.JcloudsContexts;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.ConsoleReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of what a cloud answers.
final class FailuresTest {
  private static final String LIST = "GET .*/servers/detail";

  private final FakeNova fake = new FakeNova();
  private final FakeFixture cloud = FakeFixture.nova(fake);

  @AfterEach
  void stop() {
    cloud.close();
  }

  private CloudFailure failure() {
    return failure(cloud.port());
  }

  private static CloudFailure failure(CloudPort port) {
    CloudException e = catchThrowableOfType(CloudException.class, port::nodes);
    return e.failure();
  }

  @Test
  void a_list_that_fails_for_a_while_is_asked_for_again() {
    for (int i = 0; i < 3; i++) {
      fake.status(LIST, false, 503);
    }

    assertThat(cloud.port().nodes()).isEmpty();
    assertThat(cloud.pauses()).hasSize(3).isSorted();
  }

  @Test
  void a_cloud_that_goes_on_failing_is_asked_until_the_limit_with_growing_pauses() {
    for (int i = 0; i < 100; i++) {
      fake.status(LIST, false, 503);
    }

    assertThat(failure()).isInstanceOf(CloudFailure.Unavailable.class);
    assertThat(fake.calls().stream().filter(call -> call.endsWith("/detail")))
        .hasSizeBetween(8, 20);
    assertThat(cloud.pauses().stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofSeconds(90), Duration.ofSeconds(120));
  }

  @Test
  void refused_credentials_are_refused_at_once() {
    fake.refuseAccount();

    assertThat(failure()).isInstanceOf(CloudFailure.Unauthorized.class);
    assertThat(fake.calls()).containsExactly("POST /v3/auth/tokens");
  }

  @Test
  void a_token_that_has_run_out_is_renewed_once() {
    fake.status(LIST, false, 401);

    assertThat(cloud.port().nodes()).isEmpty();
    assertThat(fake.calls().stream().filter(call -> call.endsWith("/tokens"))).hasSize(2);
  }

  @Test
  void what_is_no_json_is_malformed() {
    fake.trouble(LIST, false, aResponse().withStatus(200).withBody("<html>hello</html>"));

    assertThat(failure()).isInstanceOf(CloudFailure.Malformed.class);
  }

  @Test
  void half_an_answer_is_malformed() {
    fake.trouble(LIST, false, aResponse().withStatus(200).withBody("{\"servers\": [{\"id\": "));

    assertThat(failure()).isInstanceOf(CloudFailure.Malformed.class);
  }

  @Test
  void an_endpoint_that_knows_no_servers_is_not_a_cloud_without_nodes() {
    fake.status(LIST, false, 404);

    assertThat(failure()).isInstanceOf(CloudFailure.Malformed.class);
  }

  @Test
  void a_cloud_that_does_not_answer_is_not_waited_for_beyond_the_limit() throws Exception {
    fake.trouble(LIST, false, aResponse().withStatus(200).withFixedDelay(60_000));
    CloudPort port =
        FakeFixture.opening(_ -> {})
            .open(
                TestedProvider.NOVA,
                FakeFixture.account(
                    TestedProvider.NOVA,
                    "demo",
                    Map.of(
                        "endpoint", fake.url() + "/v3", "project", "demo", "call-timeout", "1")));

    try (port) {
      assertThat(failure(port)).isInstanceOf(CloudFailure.TimedOut.class);
      awaitNoThread("listing the nodes");
    }
  }

  /// Such as the one that makes the node, after those that prepare it.
  @Test
  void a_call_that_was_given_up_sends_no_further_request() {
    AccountAccess access =
        OpenStackAccess.of(
            FakeFixture.account(
                TestedProvider.NOVA,
                "demo",
                Map.of("endpoint", fake.url() + "/v3", "project", "demo")),
            new CredentialSources(Map.of(), Path.of("/nowhere"), Path.of("/nowhere")));
    RetryPolicy retryPolicy =
        new RetryPolicy(
            InstantSource.system(),
            _ -> {},
            new Random(1),
            Duration.ofMillis(1),
            Duration.ofMillis(1));
    CallContext call = new CallContext(Instant.now().plusSeconds(60), false, new AccountSecrets());

    try (Nova nova =
        Nova.open(
            access,
            new JcloudsContexts(
                access,
                retryPolicy,
                new AccountSecrets(),
                new EnvironmentProxies(FakeFixture.nowhere())))) {
      call.giveUp();

      assertThatThrownBy(() -> ScopedValue.where(CallContext.CURRENT, call).call(nova::nodes))
          .hasStackTraceContaining("the call was abandoned");
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(fake.calls()).isEmpty();
  }

  /// The answer would come much later.
  private static void awaitNoThread(String name) throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(name)) {
        assertThat(thread.join(Duration.ofSeconds(20))).as("%s has ended", thread).isTrue();
      }
    }
  }

  @Test
  void what_a_node_wrote_to_its_console_is_shown() {
    var made = cloud.port().create(cloud.request("talks", "token-talks"));

    assertThat(((ConsoleReader) cloud.port()).console(made.id())).contains("login:");
  }

  @Test
  void a_quota_is_told_from_a_refusal() {
    var request = cloud.request("big", "token-big");
    var big =
        new dev.provision.ports.cloud.Size(
            "too-large",
            "too-large",
            java.util.OptionalDouble.empty(),
            java.util.OptionalLong.empty(),
            java.util.OptionalLong.empty());

    CloudException e =
        catchThrowableOfType(
            CloudException.class,
            () ->
                cloud
                    .port()
                    .create(
                        new dev.provision.ports.cloud.NodeRequest(
                            request.name(),
                            request.token(),
                            request.image(),
                            big,
                            request.location(),
                            request.userData(),
                            request.keyPair(),
                            request.authorizedKeys(),
                            request.options())));

    assertThat(e.failure()).isInstanceOf(CloudFailure.QuotaExceeded.class);
    assertThat(e).hasMessageContaining("big").hasMessageContaining("20 cores");
  }

  @Test
  void a_host_that_takes_no_connection_is_named() {
    CloudPort port =
        FakeFixture.opening(_ -> {})
            .open(
                TestedProvider.NOVA,
                FakeFixture.account(
                    TestedProvider.NOVA,
                    "demo",
                    Map.of("endpoint", "http://127.0.0.1:1/v3", "project", "demo")));

    try (port) {
      assertThat(failure(port))
          .isInstanceOfSatisfying(
              CloudFailure.Unreachable.class,
              f -> assertThat(f.reason()).contains("http://127.0.0.1:1"));
    }
  }
}
