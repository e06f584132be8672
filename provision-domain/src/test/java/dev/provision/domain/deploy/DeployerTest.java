package dev.provision.domain.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import dev.provision.domain.boot.BootKey;
import dev.provision.domain.boot.HostKeyLedger;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.key.PublicKey;
import dev.provision.domain.lifetime.TimeToLive;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.ImageRule;
import dev.provision.domain.plan.NodePlace;
import dev.provision.domain.plan.PlannedEntry;
import dev.provision.domain.plan.PlannedEntry.PlannedFile;
import dev.provision.domain.plan.PlannedEntry.PlannedScript;
import dev.provision.domain.plan.ResourceSelector;
import dev.provision.ports.Content;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.FleetPlace;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.memory.CloudOperation;
import dev.provision.testkit.memory.InMemoryCloud;
import dev.provision.testkit.memory.InMemoryShell;
import dev.provision.testkit.memory.InMemoryShell.Answer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeployerTest {
  private static final String HOST = "192.0.2.1";

  private final InMemoryCloud cloud = new InMemoryCloud("Debian 12");
  private final InMemoryShell shells =
      new InMemoryShell(
          call ->
              call.text().contains("fail")
                  ? new Answer(7, "", "no luck")
                  : new Answer(0, "said by " + call.target(), ""));
  private final List<DeployEvent> events = new ArrayList<>();
  private final Deployer deployer =
      new Deployer(
          cloud,
          shells,
          HostKeyLedger.inMemory(),
          InstantSource.fixed(Instant.EPOCH),
          () -> "token-1",
          () -> BootKey.generate(new SecureRandom()),
          DeployTimeouts.usual(),
          TimeToLive.NONE);

  static DeployPlan plan(OnFailure onFailure, String... scripts) {
    List<PlannedEntry> planned = new ArrayList<>();
    planned.add(
        new PlannedFile(
            "/etc/motd",
            "/c/motd",
            Content.of("hi".getBytes(StandardCharsets.UTF_8)),
            2,
            0644,
            Optional.empty()));
    for (String text : scripts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      int number = planned.size() - 1;
      planned.add(
          new PlannedScript(
              "/root/deploy/" + number + ".sh",
              "/c/" + number + ".sh",
              Content.of(bytes),
              bytes.length,
              0755,
              false,
              Optional.empty(),
              Map.of()));
    }
    PublicKey key =
        PublicKey.parse(
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f me",
            "test");
    return new DeployPlan(
        "web1",
        Optional.of(new NodePlace(1, 1)),
        new ImageRule("Debian", "Debian", true),
        new ResourceSelector("size", "medium", true),
        new ResourceSelector("location", "0", false),
        List.of("b"),
        List.of(key),
        planned,
        Optional.empty(),
        Optional.of("pair"),
        Optional.empty(),
        onFailure,
        List.of());
  }

  private DeployReport deploy(DeployPlan plan, boolean destroyOnFailure) {
    return deployer.deploy(plan, List.of(), destroyOnFailure, events::add);
  }

  @Test
  void a_node_gets_keys_then_files_then_scripts() {
    DeployReport report = deploy(plan(OnFailure.STOP, "echo"), false);

    assertThat(report.ok()).isTrue();
    assertThat(shells.files(HOST).paths())
        .containsExactly("/root/.ssh/authorized_keys", "/etc/motd", "/root/deploy/0.sh");
    assertThat(report.scripts())
        .singleElement()
        .extracting(script -> ((StepResult.ScriptRan) script.result()).stdout().text())
        .isEqualTo("said by /root/deploy/0.sh");
  }

  @Test
  void the_cloud_is_asked_once_for_exactly_what_was_planned() {
    DeployReport report = deploy(plan(OnFailure.STOP), false);

    NodeRequest request = cloud.requests().getFirst();
    assertThat(cloud.requests()).hasSize(1);
    assertThat(request.name()).isEqualTo("web1");
    assertThat(request.token()).isEqualTo("token-1");
    assertThat(request.image().name()).isEqualTo("Debian 12");
    assertThat(request.labels()).isEqualTo(new FleetPlace("token1", 1, 1).labels());
    assertThat(request.size().id()).isEqualTo("medium");
    assertThat(request.keyPair()).contains("pair");
    assertThat(report.node().orElseThrow().publicAddresses()).containsExactly(HOST);
  }

  @Test
  void the_create_is_announced_with_its_token_before_the_cloud_is_asked() {
    deployer.deploy(
        plan(OnFailure.STOP),
        List.of(),
        false,
        event -> {
          if (event instanceof DeployEvent.Creating creating) {
            assertThat(creating.token()).isEqualTo("token-1");
            assertThat(cloud.requests()).isEmpty();
            events.add(event);
          }
        });

    assertThat(events).hasSize(1);
  }

  @Test
  void a_failing_script_stops_the_later_ones_and_the_node_stays() {
    DeployReport report = deploy(plan(OnFailure.STOP, "fail", "echo"), false);

    assertThat(report.ok()).isFalse();
    assertThat(report.scripts().getLast().result()).isInstanceOf(StepResult.Skipped.class);
    assertThat(cloud.nodes()).hasSize(1);
    assertThat(report.destroyed()).isFalse();
  }

  @Test
  void with_continue_the_later_scripts_run_and_the_report_is_still_not_ok() {
    DeployReport report = deploy(plan(OnFailure.CONTINUE, "fail", "echo"), false);

    assertThat(report.ok()).isFalse();
    assertThat(report.scripts().getLast().result().ok()).isTrue();
  }

  @Test
  void on_request_a_node_that_failed_is_removed_again() {
    DeployReport report = deploy(plan(OnFailure.STOP, "fail"), true);

    assertThat(report.destroyed()).isTrue();
    assertThat(cloud.nodes()).isEmpty();
    assertThat(events).hasAtLeastOneElementOfType(DeployEvent.Destroyed.class);
  }

  @Test
  void a_destroy_that_fails_is_reported_beside_what_failed_first() {
    CloudFailure failure = new CloudFailure.Unavailable("destroying", "out to lunch");
    cloud.fail(CloudOperation.DESTROY, failure);
    shells.fail(new ShellFailure.Unreachable("connecting", "nobody there"));

    DeployReport report = deploy(plan(OnFailure.STOP), true);

    assertThat(report.destroyed()).isFalse();
    assertThat(report.notDestroyed()).contains(failure);
    assertThat(report.outcome()).isInstanceOf(Outcome.ShellFailed.class);
  }

  @Test
  void an_interrupted_deployment_removes_its_node_on_request_and_stays_interrupted() {
    DeployReport report =
        deployer.deploy(
            plan(OnFailure.STOP, "echo"),
            List.of(),
            true,
            event -> {
              if (event instanceof DeployEvent.StepStarted) {
                Thread.currentThread().interrupt();
              }
            });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.destroyed()).isTrue();
  }

  @Test
  void a_node_that_cannot_be_reached_is_reported_with_the_node() {
    shells.fail(new ShellFailure.Unreachable("connecting", "nobody there"));

    DeployReport report = deploy(plan(OnFailure.STOP, "echo"), false);

    assertThat(report.node()).isPresent();
    assertThat(report.outcome()).isInstanceOf(Outcome.ShellFailed.class);
    assertThat(report.steps())
        .allSatisfy(step -> assertThat(step.result()).isInstanceOf(StepResult.Skipped.class));
    assertThat(events.getLast()).isInstanceOf(DeployEvent.Finished.class);
  }

  @Test
  void a_failed_create_is_a_report_without_a_node() {
    cloud.fail(CloudOperation.CREATE, new CloudFailure.QuotaExceeded("creating", "no more"));

    DeployReport report = deploy(plan(OnFailure.STOP), true);

    assertThat(report.node()).isEmpty();
    assertThat(report.outcome()).isInstanceOf(Outcome.CloudFailed.class);
  }

  @Test
  void an_image_that_is_not_there_is_a_problem_and_nothing_is_created() {
    DeployPlan plan = plan(OnFailure.STOP);
    DeployPlan other =
        new DeployPlan(
            plan.name(),
            Optional.empty(),
            new ImageRule("Windows", "Windows", true),
            plan.size(),
            plan.location(),
            plan.bundles(),
            plan.keys(),
            plan.entries(),
            plan.userData(),
            plan.keyPair(),
            plan.sshKey(),
            plan.onFailure(),
            plan.warnings());

    assertThatThrownBy(() -> deploy(other, false)).isInstanceOf(ProblemsException.class);
    assertThat(cloud.requests()).isEmpty();
  }

  @Test
  void every_step_is_told_as_it_begins_and_ends() {
    deploy(plan(OnFailure.STOP, "echo", "fail", "echo"), false);

    assertThat(events.stream().filter(DeployEvent.StepStarted.class::isInstance)).hasSize(4);
    assertThat(events.stream().filter(DeployEvent.StepFinished.class::isInstance)).hasSize(5);
    assertThat(events.stream().filter(DeployEvent.ScriptOutput.class::isInstance)).hasSize(2);
  }
}
