package dev.provision.adapter.jclouds.node;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.adapter.jclouds.TestedProvider;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.openstack.FakeNova;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// By what nodes are recognized whose host keys were not given to them.
final class HostTrustPolicyTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc";
  private static final Path KNOWN_HOSTS = Path.of("/nowhere/known_hosts");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final FakeNova fake = new FakeNova();
  private final FakeFixture cloud = trusting("console");

  @AfterEach
  void stop() {
    cloud.close();
  }

  private FakeFixture trusting(String trust) {
    return new FakeFixture(
        TestedProvider.NOVA,
        fake,
        FakeFixture.account(
            TestedProvider.NOVA,
            "demo",
            Map.of("endpoint", fake.url() + "/v3", "project", "demo", "host-trust", trust)),
        "POST .*/servers$",
        Set.of());
  }

  private void console(String text) {
    fake.trouble(
        "POST .*/action",
        false,
        aResponse()
            .withStatus(200)
            .withHeader("Content-Type", "application/json")
            .withBody("{\"output\": \"" + text + "\"}"));
  }

  private void consoleWithKey() {
    console(
        "-----BEGIN SSH HOST KEY KEYS-----\\n%s root@web1\\n-----END SSH HOST KEY KEYS-----\\n"
            .formatted(KEY));
  }

  private NodeId made(CloudPort port) {
    return port.create(cloud.request("web1", "token-1")).id();
  }

  private static HostTrust trust(CloudPort port, NodeId id) {
    return port.await(id, LIMIT).endpoint().trust();
  }

  @Test
  void a_new_node_is_awaited_until_its_console_shows_its_keys_which_are_trusted_and_kept() {
    NodeId id = made(cloud.port());
    console("booting");
    consoleWithKey();

    assertThat(trust(cloud.port(), id))
        .isEqualTo(
            new HostTrust.KnownKeys(
                List.of(HostKey.parse(KEY)),
                "verified with the key on its console",
                Optional.of(KNOWN_HOSTS)));
    assertThat(cloud.port().userData().holdsHostKey()).isFalse();
  }

  @Test
  void a_new_node_whose_console_shows_no_keys_is_not_trusted_otherwise() {
    NodeId id = made(cloud.port());

    CloudException late =
        catchThrowableOfType(
            CloudException.class, () -> cloud.port().await(id, Duration.ofMillis(1)));

    assertThat(late.failure()).isInstanceOf(CloudFailure.TimedOut.class);
    assertThat(late.failure().reason()).contains("console", "host-trust");
  }

  /// Its console may have lost its beginning since.
  @Test
  void a_node_of_an_earlier_command_is_known_or_refused() {
    NodeId id = made(cloud.port());

    try (CloudPort later = trusting("console").port()) {
      assertThat(trust(later, id)).isEqualTo(new HostTrust.KnownHosts(List.of(KNOWN_HOSTS)));
    }
  }

  @Test
  void a_cloud_that_shows_no_consoles_says_what_else_there_is() {
    CloudException refused =
        catchThrowableOfType(
            CloudException.class,
            () ->
                FakeFixture.opening(_ -> {})
                    .open(
                        TestedProvider.DIGITAL_OCEAN,
                        FakeFixture.account(
                            TestedProvider.DIGITAL_OCEAN,
                            "nobody",
                            Map.of("host-trust", "console"))));

    assertThat(refused.failure()).isInstanceOf(CloudFailure.InvalidRequest.class);
    assertThat(refused.failure().reason()).contains("host-trust", "user-data or accept-new");
  }

  @Test
  void keys_that_only_docker_finds_are_no_choice_elsewhere() {
    assertThat(
            catchThrowableOfType(CloudException.class, () -> trusting("engine")).failure().reason())
        .contains("host-trust", "Docker");
  }

  @Test
  void a_trust_that_is_no_word_of_ours_is_refused_with_those_that_are() {
    assertThat(
            catchThrowableOfType(CloudException.class, () -> trusting("anything"))
                .failure()
                .reason())
        .contains("'anything'", "user-data, console, engine, accept-new");
  }

  @Test
  void where_neither_user_data_nor_consoles_are_the_first_key_counts() {
    try (CloudPort stub =
        FakeFixture.opening(_ -> {})
            .open(
                TestedProvider.STUB, FakeFixture.account(TestedProvider.STUB, "trust", Map.of()))) {
      assertThat(stub.userData().holdsHostKey()).isFalse();
    }
    assertThat(
            HostTrustPolicy.of(
                    TestedProvider.STUB.profile(), new GivenOptions("stub", Map.of()), KNOWN_HOSTS)
                .of(new NodeId("1"), true, _ -> Optional.empty()))
        .contains(new HostTrust.AcceptNew(List.of(), KNOWN_HOSTS));
  }

  /// The command that makes a node is there when it is first seen; a later one is not.
  @Test
  void of_an_earlier_node_the_first_key_counts_only_where_the_account_says_so() {
    HostTrust known = new HostTrust.KnownHosts(List.of(KNOWN_HOSTS));
    HostTrust anybody = new HostTrust.AcceptNew(List.of(), KNOWN_HOSTS);

    assertThat(ofEarlier(TestedProvider.STUB, Map.of())).isEqualTo(known);
    assertThat(ofEarlier(TestedProvider.NOVA, Map.of())).isEqualTo(known);
    assertThat(ofEarlier(TestedProvider.DOCKER, Map.of())).isEqualTo(known);
    for (TestedProvider cloud :
        List.of(TestedProvider.STUB, TestedProvider.NOVA, TestedProvider.DOCKER)) {
      assertThat(ofEarlier(cloud, Map.of("host-trust", "accept-new"))).isEqualTo(anybody);
    }
  }

  private static HostTrust ofEarlier(TestedProvider cloud, Map<String, String> options) {
    return HostTrustPolicy.of(cloud.profile(), new GivenOptions(cloud.name(), options), KNOWN_HOSTS)
        .of(new NodeId("1"), false, _ -> Optional.empty())
        .orElseThrow();
  }
}
