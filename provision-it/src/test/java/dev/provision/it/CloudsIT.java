package dev.provision.it;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.jclouds.FakeCloud;
import dev.provision.adapter.jclouds.Gathering;
import dev.provision.adapter.jclouds.digitalocean.FakeDigitalOcean;
import dev.provision.adapter.jclouds.ec2.FakeEc2;
import dev.provision.adapter.jclouds.openstack.FakeNova;
import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The whole way: the program, jclouds, a cloud over HTTP, and a real SSH server as its nodes.
@Execution(ExecutionMode.CONCURRENT) // most of the time is waiting
final class CloudsIT {
  private static final String NODE = "deploy-test-cloud";

  @TempDir Path home;

  private Distribution provision;
  private Optional<RealSshd> sshd = Optional.empty();

  @BeforeEach
  void program() {
    provision = new Distribution(home);
  }

  @AfterEach
  void stop() throws IOException {
    if (sshd.isPresent()) {
      sshd.get().close();
    }
  }

  /// The clouds, how they are set up, what a node is made from, and the calls of each.
  enum Kind {
    NOVA(
        "type: openstack-nova, userid: demo, project: demo, address: private",
        "/v3",
        "POST .*/servers$",
        "/servers/detail",
        "m1.too-large"),
    EC2(
        "type: aws-ec2, userid: AKIDEXAMPLE",
        "",
        "RunInstances",
        "DescribeInstances",
        "x1.32xlarge"),
    DIGITAL_OCEAN(
        "type: digitalocean2", "/v2", "POST /v2/droplets", "GET /v2/droplets$", "m-64vcpu-512gb");

    private final String account;
    private final String suffix;
    private final String creation;
    private final String list;
    private final String tooLarge;

    Kind(String account, String suffix, String creation, String list, String tooLarge) {
      this.account = account;
      this.suffix = suffix;
      this.creation = creation;
      this.list = list;
      this.tooLarge = tooLarge;
    }

    FakeCloud start() {
      FakeCloud cloud =
          switch (this) {
            case NOVA -> new FakeNova();
            case EC2 -> new FakeEc2();
            case DIGITAL_OCEAN -> new FakeDigitalOcean();
          };
      cloud.addresses(_ -> "127.0.0.1");
      cloud.startAfterLooks(1);
      return cloud;
    }
  }

  /// For commands that need no node.
  private void configure(Kind kind, String url) {
    configure(kind, url, "host-trust: accept-new, call-timeout: 5", "");
  }

  /// With an SSH server for nodes.
  private void serve(Kind kind, FakeCloud cloud) throws IOException, InterruptedException {
    serve(kind, cloud, "accept-new");
  }

  private void serve(Kind kind, FakeCloud cloud, String trust)
      throws IOException, InterruptedException {
    RealSshd server = new RealSshd(home.resolve("server"));
    sshd = Optional.of(server);
    configure(
        kind,
        cloud.url(),
        "host-trust: %s, login-user: %s, ssh-port: %s"
            .formatted(trust, server.address().replaceFirst("@.*", ""), server.port()),
        "ssh-key-path: '" + server.privateKey() + "'");
  }

  private void configure(Kind kind, String url, String options, String more) {
    new ConfigurationDirectory(home.resolve("c"))
        .script("hello.sh", "#!/bin/sh\necho hello from the cloud\n")
        .yaml(
            """
            provider: fake
            secret-key: secret
            image: noble
            bundles: {b: {scripts: [hello.sh]}}
            target-dir: '%s'
            providers:
              fake: {%s, endpoint: '%s%s', key-pair: '512189', %s}
            %s
            """
                .formatted(home.resolve("target"), kind.account, url, kind.suffix, options, more));
  }

  private Ended deploy(String... more) {
    String[] arguments = new String[more.length + 6];
    String[] common = {"-c", "c", "-b", "b", "-n", NODE};
    System.arraycopy(common, 0, arguments, 0, common.length);
    System.arraycopy(more, 0, arguments, common.length, more.length);
    return provision.run("deploy-node", arguments);
  }

  @ParameterizedTest
  @EnumSource
  void a_node_is_deployed_listed_and_destroyed(Kind kind) throws Exception {
    try (FakeCloud cloud = kind.start()) {
      serve(kind, cloud);

      Ended deployed = deploy();
      Ended listed = provision.run("list-nodes", "-c", "c");
      Ended destroyed = provision.run("destroy-node", "-c", "c", NODE);
      Ended after = provision.run("list-nodes", "-c", "c");

      assertThat(deployed.status()).as(deployed.toString()).isZero();
      assertThat(deployed.stdout()).contains("hello from the cloud");
      assertThat(listed.stdout()).startsWith(NODE + " ");
      assertThat(destroyed.status()).as(destroyed.toString()).isZero();
      assertThat(after.stdout()).doesNotContain(NODE);
    }
  }

  @Test
  void a_node_is_recognized_by_the_key_on_its_console_and_from_then_on() throws Exception {
    try (FakeCloud cloud = Kind.NOVA.start()) {
      serve(Kind.NOVA, cloud, "console");
      console(cloud, "booting");
      console(cloud, keys(sshd.orElseThrow().hostKey()));

      Ended deployed = deploy();
      Ended later =
          provision.run("provision", "ssh", "-c", "c", NODE, "--", "echo", "still the same");

      assertThat(deployed.status()).as(deployed.toString()).isZero();
      assertThat(deployed.stdout()).contains("verified with the key on its console");
      assertThat(later.stdout()).as(later.toString()).isEqualTo("still the same\n");
    }
  }

  @Test
  void a_host_with_another_key_than_the_console_shows_gets_no_login() throws Exception {
    try (FakeCloud cloud = Kind.NOVA.start()) {
      serve(Kind.NOVA, cloud, "console");
      console(
          cloud,
          keys("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc"));

      Ended deployed = deploy();

      assertThat(deployed.status()).as(deployed.toString()).isEqualTo(14);
      assertThat(deployed.stderr()).contains("expected", "the offered key is");
      assertThat(sshd.orElseThrow().log()).doesNotContain("Accepted");
    }
  }

  /// What the node's console shows the next time.
  private static void console(FakeCloud cloud, String text) {
    cloud.trouble(
        "POST .*/action",
        false,
        aResponse()
            .withHeader("Content-Type", "application/json")
            .withBody("{\"output\": \"" + text + "\"}"));
  }

  private static String keys(String key) {
    return "-----BEGIN SSH HOST KEY KEYS-----\\n%s\\n-----END SSH HOST KEY KEYS-----\\n"
        .formatted(key);
  }

  @Test
  void a_deployment_by_known_names_lists_nothing_and_makes_the_node_by_one_call() throws Exception {
    try (FakeCloud cloud = Kind.DIGITAL_OCEAN.start()) {
      serve(Kind.DIGITAL_OCEAN, cloud);

      Ended deployed = deploy("-s", "s-1vcpu-1gb", "-l", "ams3");

      assertThat(deployed.status()).as(deployed.toString()).isZero();
      assertThat(cloud.calls().getFirst()).isEqualTo("POST /v2/droplets");
      assertThat(cloud.calls().stream().skip(1))
          .allMatch(c -> c.matches("GET /v2/droplets/[0-9]+"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_same_deployment_after_a_failure_makes_no_second_node_unless_asked_to(Kind kind)
      throws Exception {
    try (FakeCloud cloud = kind.start()) {
      serve(kind, cloud);
      new ConfigurationDirectory(home.resolve("c")).script("hello.sh", "#!/bin/sh\nexit 3\n");
      Ended failed = deploy();
      cloud.forgetCalls();

      Ended again = deploy();

      assertThat(failed.status()).as(failed.toString()).isEqualTo(10);
      assertThat(again.status()).as(again.toString()).isEqualTo(1);
      assertThat(again.stderr()).contains(NODE, "--another", "destroy-node");
      assertThat(cloud.calls()).noneMatch(call -> call.matches(kind.creation));
      deploy("--another");
      assertThat(provision.run("list-nodes", "-c", "c").stdout().lines()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bad_credentials_are_refused(Kind kind) {
    try (FakeCloud cloud = kind.start()) {
      configure(kind, cloud.url());
      cloud.refuseAccount();

      Ended ended = provision.run("list-nodes", "-c", "c");

      assertThat(ended.status()).as(ended.toString()).isEqualTo(1);
      assertThat(ended.stderr()).contains("listing the nodes").contains("secret-key");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_storm_of_errors_is_an_unavailable_cloud(Kind kind) {
    try (FakeCloud cloud = kind.start()) {
      configure(kind, cloud.url());
      for (int i = 0; i < 10; i++) {
        cloud.status(kind.list, false, 503);
      }

      Ended ended = provision.run("list-nodes", "-c", "c");

      // On a busy machine, the time that all attempts have together may end first.
      assertThat(ended.status()).as(ended.toString()).isIn(13, 15);
      assertThat(ended.stderr()).contains("503");
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_answer_that_is_none_is_malformed(Kind kind) {
    try (FakeCloud cloud = kind.start()) {
      configure(kind, cloud.url());
      cloud.trouble(kind.list, false, aResponse().withStatus(200).withBody("<html><p>hello"));

      Ended ended = provision.run("list-nodes", "-c", "c");

      assertThat(ended.status()).as(ended.toString()).isEqualTo(12);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_cloud_that_does_not_answer_times_out(Kind kind) {
    try (FakeCloud cloud = kind.start()) {
      configure(kind, cloud.url(), "call-timeout: 2", "");
      cloud.trouble(kind.list, false, aResponse().withStatus(200).withFixedDelay(60_000));

      Ended ended = provision.run("list-nodes", "-c", "c");

      assertThat(ended.status()).as(ended.toString()).isEqualTo(15);
    }
  }

  @ParameterizedTest
  @EnumSource
  void too_many_requests_and_a_lost_answer_delay_a_node_and_do_not_double_it(Kind kind)
      throws Exception {
    try (FakeCloud cloud = kind.start()) {
      serve(kind, cloud);
      cloud.trouble(
          kind.creation, false, aResponse().withStatus(429).withHeader("Retry-After", "1"));
      cloud.status(kind.creation, true, 504);

      Ended deployed = deploy();
      Ended listed = provision.run("list-nodes", "-c", "c");

      assertThat(deployed.status()).as(deployed.toString()).isZero();
      assertThat(listed.stdout().lines()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_quota_that_is_reached_is_said_and_not_asked_for_again(Kind kind) {
    try (FakeCloud cloud = kind.start()) {
      configure(kind, cloud.url());

      Ended ended = deploy("-s", kind.tooLarge);

      assertThat(ended.status()).as(ended.toString()).isEqualTo(1);
      assertThat(ended.stderr()).contains("destroy unused nodes");
      assertThat(cloud.calls()).filteredOn(call -> call.matches(".*" + kind.creation)).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_image_that_is_not_there_is_said_before_anything_is_made(Kind kind) {
    try (FakeCloud cloud = kind.start()) {
      configure(kind, cloud.url());

      Ended ended = deploy("-i", "No Such System 7");

      assertThat(ended.status()).as(ended.toString()).isEqualTo(1);
      assertThat(ended.stderr()).contains("No Such System 7");
      assertThat(cloud.calls()).noneMatch(call -> call.matches(".*" + kind.creation));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_host_that_is_not_there_is_an_unavailable_cloud(Kind kind) {
    configure(kind, "http://127.0.0.1:1");

    Ended ended = provision.run("list-nodes", "-c", "c");

    assertThat(ended.status()).as(ended.toString()).isEqualTo(13);
    assertThat(ended.stderr()).contains("http://127.0.0.1:1");
  }

  @ParameterizedTest
  @EnumSource
  void a_node_that_does_not_start_in_time_is_said_with_the_end_of_its_console(Kind kind) {
    try (FakeCloud cloud = kind.start()) {
      cloud.startSlowly();
      configure(kind, cloud.url());

      Ended ended = deploy("--wait", "1");

      assertThat(ended.status()).as(ended.toString()).isEqualTo(15);
      assertThat(ended.stderr()).contains("waiting for node", "does not run with an address");
      String console =
          switch (kind) {
            case NOVA -> "login:";
            case EC2 -> "cloud-init done";
            case DIGITAL_OCEAN -> ""; // shows none
          };
      assertThat(ended.stderr().contains("end of its console")).isEqualTo(!console.isEmpty());
      assertThat(ended.stderr()).contains(console);
    }
  }

  @Test
  void nodes_are_made_at_the_same_time_and_no_more_of_them_than_is_said() throws Exception {
    try (FakeCloud cloud = Kind.NOVA.start()) {
      serve(Kind.NOVA, cloud);
      Gathering gathering = cloud.gather(Kind.NOVA.creation, 10);

      Ended ended =
          provision.run("deploy-node", "-c", "c", "-n", NODE, "--count", "20", "--parallel", "10");

      assertThat(ended.status()).as(ended.toString()).isZero();
      assertThat(((FakeNova) cloud).names()).hasSize(20).doesNotHaveDuplicates();
      assertThat(gathering.most()).isEqualTo(10);
      assertThat(cloud.calls()).filteredOn("POST /v3/auth/tokens"::equals).hasSize(1);
    }
  }
}
