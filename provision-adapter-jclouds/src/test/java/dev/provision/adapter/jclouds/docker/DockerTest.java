package dev.provision.adapter.jclouds.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.jclouds.FakeCloud;
import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.adapter.jclouds.OpeningContext;
import dev.provision.adapter.jclouds.TestOpening;
import dev.provision.adapter.jclouds.TestedProvider;
import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.adapter.jclouds.node.NodeEndpoints;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.ConsoleReader;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.SshEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Containers as nodes.
final class DockerTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String START = "POST .*/start$";
  private static final String KEYS = "ssh-ed25519 AAAAmine me@here";
  private static final Path KNOWN_HOSTS = Path.of("/nowhere/known_hosts");

  private final FakeDocker fake = new FakeDocker();

  @AfterEach
  void stop() {
    fake.close();
  }

  private FakeFixture engine(Map<String, String> options) {
    return FakeFixture.docker(fake, options);
  }

  private static NodeRequest request(FakeFixture cloud, String image, Size size) {
    NodeRequest some = cloud.request("web1", "token-1");
    return new NodeRequest(
        some.name(),
        some.token(),
        new Image(image, image),
        size,
        some.location(),
        Optional.empty(),
        Optional.empty(),
        List.of(KEYS),
        Map.of());
  }

  private static NodeRequest request(FakeFixture cloud) {
    return request(cloud, "lab/ubuntu-sshd:24.04", DockerSize.usual().getFirst());
  }

  private static NodeId made(FakeFixture cloud) {
    return cloud.port().create(request(cloud)).id();
  }

  private static SshEndpoint endpoint(FakeFixture cloud) {
    return cloud.port().await(made(cloud), LIMIT).endpoint();
  }

  private static CloudFailure failure(FakeFixture cloud) {
    return catchThrowableOfType(CloudException.class, () -> made(cloud)).failure();
  }

  private JsonValue body(Map<String, String> options) {
    NodeId _ = made(engine(options));
    return fake.bodies().getFirst();
  }

  @Test
  void keys_are_put_in_and_those_of_the_image_stay() {
    fake.file("/root/.ssh/authorized_keys", "ssh-rsa AAAAtheirs\n" + KEYS + "\n");

    NodeId _ = made(engine(Map.of()));

    assertThat(fake.archives())
        .singleElement()
        .asString()
        .startsWith("/ ")
        .contains("root/.ssh/authorized_keys", "ssh-rsa AAAAtheirs\n" + KEYS + "\n")
        .doesNotContain(KEYS + "\n" + KEYS);
  }

  @Test
  void keys_are_put_in_for_the_user_who_logs_in() {
    fake.file("/etc/passwd", "root:x:0:0::/root:/bin/sh\nada:x:1001:1002::/srv/ada:/bin/sh\n");

    NodeId _ = made(engine(Map.of("login-user", "ada")));

    assertThat(fake.archives())
        .singleElement()
        .asString()
        .contains("srv/ada/.ssh/authorized_keys", "0001751", "0001752");
  }

  @Test
  void a_user_that_the_image_lacks_is_named_and_no_container_is_left() {
    fake.file("/etc/passwd", "root:x:0:0::/root:/bin/sh\n");
    FakeFixture cloud = engine(Map.of("login-user", "ada"));

    assertThat(failure(cloud)).isInstanceOf(CloudFailure.InvalidRequest.class);
    assertThat(cloud.port().nodes()).isEmpty();
  }

  @Test
  void a_node_is_at_the_port_that_is_published_and_its_key_is_the_one_that_the_engine_finds() {
    SshEndpoint endpoint = endpoint(engine(Map.of()));

    assertThat(endpoint).hasToString("root@127.0.0.1:" + FakeDocker.SSH_AT);
    assertThat(endpoint.trust())
        .isEqualTo(
            new HostTrust.KnownKeys(
                List.of(HostKey.parse(FakeDocker.KEY)),
                "verified with the key that the engine found in the container",
                Optional.of(KNOWN_HOSTS)));
  }

  @Test
  void a_node_that_is_reached_privately_is_at_its_own_address_and_publishes_nothing() {
    SshEndpoint endpoint = endpoint(engine(Map.of("address", "private")));

    assertThat(endpoint).hasToString("root@172.17.0.2");
    assertThat(fake.bodies().getFirst().at("HostConfig/PortBindings").orElseThrow().values())
        .isEmpty();
  }

  @Test
  void a_host_key_that_is_not_there_yet_is_waited_for() {
    fake.status("GET .*/archive$", false, 404); // authorized_keys
    fake.status("GET .*/archive$", false, 404); // passwd
    for (int i = 0; i < 3; i++) {
      fake.status("GET .*/archive$", false, 404);
    }

    assertThat(endpoint(engine(Map.of())).trust()).isInstanceOf(HostTrust.KnownKeys.class);
    assertThat(fake.calls().stream().filter(call -> call.matches("GET .*/archive"))).hasSize(6);
  }

  @Test
  void a_node_without_a_host_key_is_known_by_the_first_that_it_shows() {
    fake.file("/etc/ssh/ssh_host_ed25519_key.pub", "");
    Instant[] now = {Instant.EPOCH};
    TestOpening opening =
        new TestOpening(
            new OpeningContext(
                new CredentialSources(Map.of(), Path.of("/nowhere"), Path.of("/nowhere")),
                () -> now[0],
                pause -> now[0] = now[0].plus(pause),
                new Random(1)));
    try (var port =
        opening.open(
            TestedProvider.DOCKER,
            FakeFixture.account(TestedProvider.DOCKER, "", Map.of("endpoint", fake.url())))) {
      NodeId id = port.create(request(engine(Map.of()))).id();

      assertThat(port.await(id, LIMIT).endpoint().trust())
          .isEqualTo(new HostTrust.AcceptNew(List.of(), KNOWN_HOSTS));
      assertThat(now[0]).isAfter(Instant.EPOCH.plus(NodeEndpoints.PATIENCE));
    }
  }

  @Test
  void a_start_whose_answer_gets_lost_is_repeated() {
    fake.status(START, true, 504);
    FakeFixture cloud = engine(Map.of());

    Node node = cloud.port().create(request(cloud));

    assertThat(cloud.port().await(node.id(), LIMIT).node().state()).isEqualTo(Node.State.RUNNING);
    assertThat(fake.calls().stream().filter(call -> call.matches(START))).hasSize(2);
  }

  @Test
  void a_node_that_was_made_without_an_answer_is_completed_and_started() {
    fake.status("POST /containers/create", true, 504);
    FakeFixture cloud = engine(Map.of());

    Node node = cloud.port().create(request(cloud));

    assertThat(cloud.port().await(node.id(), LIMIT).node().state()).isEqualTo(Node.State.RUNNING);
    assertThat(fake.archives()).hasSize(1);
  }

  @Test
  void a_container_that_cannot_start_is_removed_again() {
    for (int i = 0; i < 5; i++) {
      fake.trouble(
          START,
          false,
          FakeCloud.json(
              500, "{\"message\": \"Bind for 0.0.0.0:80 failed: port is already allocated\"}"));
    }
    FakeFixture cloud = engine(Map.of("ports", "80:80"));

    assertThat(failure(cloud))
        .isInstanceOfSatisfying(
            CloudFailure.InvalidRequest.class,
            f -> assertThat(f.reason()).contains("port is already allocated"));
    assertThat(cloud.port().nodes()).isEmpty();
  }

  /// Engines say 500 of what will not change: Podman of a name in use, Docker of a container that
  /// cannot start.
  @Test
  void what_an_engine_refuses_with_500_is_refused_and_not_asked_for_again() {
    fake.trouble(
        "POST /containers/create",
        false,
        FakeCloud.json(
            500,
            "{\"message\": \"creating container storage: the container name \\\"web1\\\" is already"
                + " in use\"}"));
    FakeFixture cloud = engine(Map.of());

    assertThat(failure(cloud)).isInstanceOf(CloudFailure.NameTaken.class);
    assertThat(cloud.creations()).isEqualTo(1);
    assertThat(cloud.pauses()).isEmpty();
  }

  @Test
  void a_container_that_can_neither_start_nor_be_removed_is_named() {
    fake.status(START, false, 400);
    fake.status("DELETE .*", false, 400);
    FakeFixture cloud = engine(Map.of());

    CloudFailure failure = failure(cloud);

    NodeId left = cloud.port().nodes().getFirst().id();
    assertThat(failure.reason()).contains("node " + left, "could not be destroyed");
  }

  @Test
  void a_name_that_an_earlier_command_took_with_the_same_token_is_no_conflict() {
    NodeId first = made(engine(Map.of()));

    assertThat(made(engine(Map.of()))).isEqualTo(first);
  }

  @Test
  void an_image_that_the_engine_lacks_is_told_with_the_command_that_gets_it() {
    FakeFixture cloud = engine(Map.of());

    CloudException e =
        catchThrowableOfType(
            CloudException.class,
            () -> cloud.port().create(request(cloud, "fedora:44", DockerSize.usual().getFirst())));

    assertThat(e.failure())
        .isInstanceOfSatisfying(
            CloudFailure.NotFound.class,
            f -> assertThat(f.reason()).contains("docker pull fedora:44"));
  }

  @Test
  void a_container_that_has_ended_is_not_waited_for_and_its_last_words_are_told() {
    FakeFixture cloud = engine(Map.of());
    NodeId id = made(cloud);
    fake.all("exited");

    CloudException e =
        catchThrowableOfType(CloudException.class, () -> cloud.port().await(id, LIMIT));

    assertThat(e.failure().reason())
        .contains("status 127", "command; its last output: sshd: no such file");
    assertThat(cloud.port().nodes())
        .singleElement()
        .extracting(Node::state)
        .isEqualTo(Node.State.STOPPED);
  }

  @Test
  void the_log_is_the_console() {
    FakeFixture cloud = engine(Map.of());

    assertThat(((ConsoleReader) cloud.port()).console(made(cloud)).orElseThrow())
        .startsWith("starting\nsshd: no such file..")
        .doesNotContain("\0")
        .hasSize(209);
  }

  @Test
  void the_log_of_a_terminal_comes_as_it_is() {
    assertThat(LogStream.decode("login: ".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo("login: ");
  }

  @Test
  void a_size_is_a_limit_of_processors_and_memory_by_its_id() {
    FakeFixture cloud = engine(Map.of());
    Size size = cloud.port().catalog().size("1.5cpu-768mb").orElseThrow();

    Node _ = cloud.port().create(request(cloud, "lab/ubuntu-sshd:24.04", size));

    JsonValue host = fake.bodies().getFirst().at("HostConfig").orElseThrow();
    assertThat(host.number("NanoCpus")).contains(1.5e9);
    assertThat(host.number("Memory")).contains(768.0 * (1 << 20));
    assertThat(cloud.port().nodes()).extracting(Node::size).containsExactly(Optional.of(size));
  }

  @Test
  void a_short_name_is_the_latest_image_of_that_system() {
    assertThat(engine(Map.of()).port().catalog().image("Ubuntu 24.04 LTS (Noble Numbat)"))
        .contains(new Image("lab/ubuntu-sshd:24.04", "lab/ubuntu-sshd:24.04"));
  }

  @Test
  void an_image_by_tag_or_id_costs_no_call() {
    FakeFixture cloud = engine(Map.of());

    assertThat(cloud.port().catalog().image("registry.example:5000/web:1.0")).isPresent();
    assertThat(cloud.port().catalog().image("2f9418bbb8c8")).isPresent();
    assertThat(fake.calls()).isEmpty();
  }

  @Test
  void a_node_takes_these_calls_and_no_other() {
    FakeFixture cloud = engine(Map.of());
    NodeRequest request = request(cloud);
    fake.forgetCalls();

    NodeId id = cloud.port().create(request).id();
    SshEndpoint _ = cloud.port().await(id, LIMIT).endpoint();

    String container = "/containers/" + id;
    assertThat(fake.calls())
        .containsExactly(
            "POST /containers/create",
            "GET " + container + "/archive", // the users
            "GET " + container + "/archive", // the image's keys
            "PUT " + container + "/archive",
            "POST " + container + "/start",
            "GET /containers/json",
            "GET " + container + "/archive"); // the host key
  }

  @Test
  void a_command_is_words_or_a_text_for_the_shell() {
    assertThat(body(Map.of("command", "/usr/sbin/sshd\n-D\n-o\nPort=22, really")).all("Cmd"))
        .flatExtracting(word -> word.asText().stream().toList())
        .containsExactly("/usr/sbin/sshd", "-D", "-o", "Port=22, really");
  }

  @Test
  void a_command_of_one_line_is_for_the_shell() {
    assertThat(body(Map.of("command", "exec /usr/sbin/sshd -D")).all("Cmd"))
        .flatExtracting(word -> word.asText().stream().toList())
        .containsExactly("/bin/sh", "-c", "exec /usr/sbin/sshd -D");
  }

  @Test
  void ports_networks_tags_and_privileges_reach_the_engine() {
    JsonValue body =
        body(
            Map.of(
                "ports", "8080:80\n[::1]:5353:53/udp\n443",
                "networks", "back\nfront",
                "privileged", "true",
                "tags", "team=web"));

    assertThat(body.at("HostConfig/PortBindings").orElseThrow())
        .hasToString(
            "JsonValue[value={\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8080\"}],"
                + "\"53/udp\":[{\"HostIp\":\"::1\",\"HostPort\":\"5353\"}],"
                + "\"443/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"\"}],"
                + "\"22/tcp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"\"}]}]");
    assertThat(body.text("HostConfig/NetworkMode")).contains("back");
    assertThat(body.at("NetworkingConfig/EndpointsConfig/front")).isPresent();
    assertThat(body.text("HostConfig/Privileged")).contains("true");
    assertThat(body.text("Labels/team")).contains("web");
  }

  @Test
  void a_port_that_is_none_is_refused_before_anything_is_asked() {
    FakeFixture cloud = engine(Map.of("ports", "eighty"));

    assertThat(failure(cloud).reason()).contains("'eighty'");
    assertThat(cloud.creations()).isZero();
  }

  @Test
  void everything_that_other_tools_made_is_listed() {
    NodeId id = made(engine(Map.of()));
    fake.all("paused");

    assertThat(engine(Map.of()).port().nodes())
        .singleElement()
        .satisfies(node -> assertThat(node.id()).isEqualTo(id))
        .satisfies(node -> assertThat(node.name()).isEqualTo("web1"))
        .satisfies(node -> assertThat(node.state()).isEqualTo(Node.State.STOPPED))
        .satisfies(node -> assertThat(node.createdAt()).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>hello</html>", "{}", "[{\"Id\": \"0c", ""})
  void what_is_no_list_of_containers_is_not_an_engine_without_any(String answer) {
    FakeFixture cloud = engine(Map.of());
    fake.trouble("GET /containers/json", false, FakeCloud.json(200, answer));

    assertThat(catchThrowableOfType(CloudException.class, () -> cloud.port().nodes()).failure())
        .isInstanceOf(CloudFailure.Malformed.class);
  }

  @Test
  void removing_what_is_being_removed_already_is_no_failure() {
    FakeFixture cloud = engine(Map.of());
    NodeId id = made(cloud);
    fake.status("DELETE .*", true, 409);

    cloud.port().destroy(id);

    assertThat(cloud.port().nodes()).isEmpty();
  }
}
