package dev.provision.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.domain.variable.VariableValue;
import dev.provision.library.deployment.DeploymentResult;
import dev.provision.library.deployment.DescriptionFile;
import dev.provision.library.provider.FoundProvider;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.testkit.memory.CloudOperation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProvisionTest {
  private final String userid = UUID.randomUUID().toString();

  @TempDir Path home;

  @BeforeEach
  void configuration() throws IOException {
    Path directory = Files.createDirectories(home.resolve("web"));
    Files.createDirectories(directory.resolve("scripts"));
    Files.writeString(
        directory.resolve("scripts/greet.sh"),
        "# provision-template-type: template-string\necho hello from $node_name\n");
    Files.writeString(directory.resolve("scripts/fail.sh"), "exit 7\n");
    Files.writeString(
        directory.resolve("provision.yaml"),
        """
        image: Debian
        bundles:
          web: {scripts: [greet.sh]}
          bad: {scripts: [fail.sh, greet.sh]}
        """);
  }

  private ProvisionBuilder builder() {
    return Provision.builder()
        .environment(Map.of())
        .userHome(home)
        .workingDirectory(home)
        .configuration("web")
        .provider("memory")
        .userid(userid);
  }

  @Test
  void what_is_closed_makes_no_new_connections() {
    Provision provision = builder().open();

    provision.close();
    provision.close();

    assertThatThrownBy(provision::nodes)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThat(provision.plan(DeployRequest.ofBundles("web")).scripts()).hasSize(1);
  }

  @Test
  void a_provider_is_listed_with_the_place_it_was_found_in() {
    try (Provision provision = builder().open()) {
      assertThat(provision.providers())
          .filteredOn(found -> found.name().equals("memory"))
          .extracting(FoundProvider::origin)
          .containsExactly(Path.of("target/test-classes").toAbsolutePath().toString());
    }
  }

  @Test
  void a_bundle_is_planned_deployed_listed_and_destroyed() {
    try (Provision provision = builder().open()) {
      DeployPlan plan = provision.plan(DeployRequest.ofBundles("web").named("deploy-test-1"));

      assertThat(provision.deploy(plan).ok()).isTrue();
      assertThat(provision.nodes()).extracting(Node::name).containsExactly("deploy-test-1");
      assertThat(provision.destroy("deploy-test-1", node -> {})).hasSize(1);
      assertThat(provision.nodes()).isEmpty();
    }
  }

  @Test
  void output_and_journal_are_kept_for_their_owner_only() throws IOException {
    try (Provision provision = builder().open()) {
      DeployPlan plan = provision.plan(DeployRequest.ofBundles("web").named("n1"));

      DeploymentResult deployment = provision.deploy(plan, false, event -> {});

      assertThat(deployment.outputs().values())
          .singleElement()
          .satisfies(outputs -> assertThat(outputs.stdout()).content().contains("hello from n1"));
      assertThat(Files.getPosixFilePermissions(deployment.directory().orElseThrow()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(journal(deployment.directory().orElseThrow()))
          .containsSubsequence(
              "Started", "Creating", "Created", "Connected", "StepFinished", "Finished");
    }
  }

  private static List<String> journal(Path directory) throws IOException {
    JsonMapper json = new JsonMapper();
    try (Stream<String> lines = Files.lines(directory.resolve("journal.jsonl"))) {
      return lines.map(json::readTree).map(line -> line.get("event").asString()).toList();
    }
  }

  @Test
  void the_journal_names_the_node_and_its_token_before_the_cloud_is_asked() throws IOException {
    MemoryProvider.cloud(userid)
        .fail(CloudOperation.CREATE, new CloudFailure.Unavailable("creating", "down"));
    try (Provision provision = builder().open()) {
      DeployPlan plan = provision.plan(DeployRequest.ofBundles("web").named("n1"));

      DeploymentResult deployment = provision.deploy(plan, false, event -> {});

      String token = MemoryProvider.cloud(userid).requests().getFirst().token();
      assertThat(deployment.report().node()).isEmpty();
      assertThat(deployment.directory().orElseThrow().resolve("journal.jsonl"))
          .content()
          .contains("\"event\":\"Creating\",\"name\":\"n1\"")
          .contains(token);
    }
  }

  @Test
  void the_journal_ends_with_what_failed_and_what_was_left_behind() throws IOException {
    MemoryProvider.cloud(userid)
        .fail(CloudOperation.AWAIT, new CloudFailure.TimedOut("waiting", "too slow"));
    MemoryProvider.cloud(userid)
        .fail(CloudOperation.DESTROY, new CloudFailure.Unavailable("removing", "down"));
    try (Provision provision = builder().open()) {
      DeployPlan plan = provision.plan(DeployRequest.ofBundles("web").named("n1"));

      DeploymentResult deployment = provision.deploy(plan, true, event -> {});

      assertThat(deployment.directory().orElseThrow().resolve("journal.jsonl"))
          .content()
          .endsWith(
              "\"ok\":\"false\",\"failure\":\"waiting: too slow\","
                  + "\"not_destroyed\":\"removing: down\"}\n");
    }
  }

  @Test
  void the_description_has_the_keys_of_the_first_provision() throws IOException {
    try (Provision provision = builder().open()) {
      DeployPlan plan = provision.plan(DeployRequest.ofBundles("bad").named("n1"));
      Path file = home.resolve("node.json");

      DescriptionFile.write(file, provision.deploy(plan));

      JsonNode json = new JsonMapper().readTree(Files.readAllBytes(file));
      assertThat(json.propertyNames())
          .startsWith("id", "name", "state", "public_ip", "private_ip", "image_id", "image_name");
      assertThat(json.get("name").asString()).isEqualTo("n1");
      assertThat(json.get("public_ip").isArray()).isTrue();
      assertThat(json.get("image_name").asString()).isEqualTo("Debian 13");
      assertThat(json.get("ok").asBoolean()).isFalse();
      assertThat(json.get("scripts").get(0).get("exit_status").asInt()).isEqualTo(7);
      assertThat(json.get("scripts").get(1).get("result").asString()).isEqualTo("skipped");
    }
  }

  @Test
  void a_description_that_cannot_be_written_is_refused_beforehand() {
    assertThatThrownBy(() -> DescriptionFile.check(home.resolve("gone/node.json")))
        .hasMessageContaining("there is no directory " + home.resolve("gone"));
    assertThatThrownBy(() -> DescriptionFile.check(home)).hasMessageContaining("is a directory");
  }

  @Test
  void a_state_directory_that_cannot_be_made_stops_before_anything_is_created() throws IOException {
    Path blocked = Files.writeString(home.resolve("blocked"), "a file");
    try (Provision provision = builder().home(blocked).open()) {
      DeployPlan plan = provision.plan(DeployRequest.ofBundles("web").named("n1"));

      assertThatThrownBy(() -> provision.deploy(plan))
          .isInstanceOf(ProblemsException.class)
          .hasMessageContaining(blocked.toString())
          .hasMessageContaining("PROVISION_HOME");
      assertThat(MemoryProvider.cloud(userid).requests()).isEmpty();
    }
  }

  @Test
  void an_unknown_provider_and_an_unknown_option_name_the_nearest() {
    try (Provision provision = builder().provider("memry").open()) {
      assertThatThrownBy(provision::nodes).hasMessageContaining("did you mean 'memory'?");
    }
    try (Provision provision = builder().option("colour", "red").open()) {
      assertThatThrownBy(provision::nodes)
          .hasMessage("provider 'memory' has no option 'colour'; did you mean 'color'?");
    }
  }

  @Test
  void what_a_node_may_not_be_is_said_and_nothing_is_destroyed() {
    MemoryProvider.cloud(userid)
        .fail(CloudOperation.DESTROY, new CloudFailure.Unavailable("asked", "to"));
    try (Provision provision = builder().open()) {
      assertThatThrownBy(() -> provision.destroy("production", node -> {}))
          .hasMessageContaining("must not be destroyed");
    }
  }

  @Test
  void two_instances_in_one_program_know_nothing_of_each_other() {
    String other = UUID.randomUUID().toString();
    try (Provision one = builder().open();
        Provision two = builder().userid(other).open()) {
      one.deploy(one.plan(DeployRequest.ofBundles("web").named("n1")));

      assertThat(one.nodes()).hasSize(1);
      assertThat(two.nodes()).isEmpty();
    }
  }

  @Test
  void many_threads_may_deploy_with_one_instance() throws InterruptedException {
    try (Provision provision = builder().open()) {
      List<Thread> threads =
          Stream.iterate(1, i -> i + 1)
              .limit(20)
              .map(
                  i ->
                      Thread.ofVirtual()
                          .start(
                              () ->
                                  provision.deploy(
                                      provision.plan(
                                          DeployRequest.ofBundles("web").named("n" + i)))))
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(provision.nodes()).hasSize(20);
    }
  }

  @Test
  void rendering_needs_no_provider() {
    try (Provision provision = builder().provider("none").open()) {
      byte[] text =
          provision
              .render(
                  home.resolve("web/scripts/greet.sh"), Map.of("node_name", VariableValue.of("x")))
              .bytes();

      assertThat(new String(text, StandardCharsets.UTF_8)).endsWith("echo hello from x\n");
    }
  }

  @Test
  void options_of_another_type_are_told_with_their_place_and_without_secrets() throws IOException {
    Files.writeString(
        home.resolve("web/provision.yaml"),
        """
        providers:
          lab:
            type: memory
            depth: deep
            fast: "1"
            properties:
              pin: open sesame
              colour: red
        """);

    try (Provision provision = builder().provider("lab").open()) {
      assertThatThrownBy(provision::nodes)
          .isInstanceOf(ProblemsException.class)
          .hasMessageContaining(
              "provision.yaml:8:7: provider 'memory' has no option 'colour'; did you mean 'color'?")
          .hasMessageContaining(
              "provision.yaml:4:5: provider 'memory': depth is 'deep'; it must be a whole number")
          .hasMessageContaining(
              "provision.yaml:5:5: provider 'memory': fast is '1'; it must be true or false")
          .hasMessageContaining(
              "provision.yaml:7:7: provider 'memory': pin is invalid; it must be a whole")
          .hasMessageNotContaining("sesame");
    }
  }
}
