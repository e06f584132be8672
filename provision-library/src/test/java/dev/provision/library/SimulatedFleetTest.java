package dev.provision.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.deploy.FleetRun;
import dev.provision.domain.deploy.FleetRun.Part;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.domain.plan.FleetPlan;
import dev.provision.library.deployment.DeploymentResult;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.memory.CloudFault;
import dev.provision.testkit.memory.CloudOperation;
import dev.provision.testkit.memory.InMemoryCloud;
import dev.provision.testkit.memory.InMemoryShell;
import dev.provision.testkit.memory.ShellFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a fleet's reports say when a cloud or some hosts are not as they should be.
final class SimulatedFleetTest {
  private static final FleetRun ONE_BY_ONE = new FleetRun(1, Integer.MAX_VALUE);

  @TempDir private Path site;
  private final InMemoryCloud cloud = new InMemoryCloud("Ubuntu 24.04 LTS");
  private final InMemoryShell shell = new InMemoryShell();

  @BeforeEach
  void configuration() throws IOException {
    Files.createDirectories(site.resolve("scripts"));
    Files.writeString(site.resolve("scripts/first.sh"), "echo one\n");
    Files.writeString(site.resolve("scripts/second.sh"), "echo two\n");
    Files.writeString(
        site.resolve("provision.yaml"), "bundles: {web: {scripts: [first.sh, second.sh]}}\n");
  }

  /// The reports of nodes `web-1` and so on, numbered from 1 in as many digits as the last one has.
  private List<DeployReport> deploy(int count, FleetRun run, boolean destroyOnFailure) {
    try (Provision provision =
        Provision.builder()
            .environment(Map.of())
            .userHome(site)
            .configuration(site.toString())
            .simulation(cloud, shell)
            .open()) {
      FleetPlan plans =
          provision.plans(DeployRequest.ofBundles("web"), List.of("web"), OptionalInt.of(count));
      return provision.deployAll(plans, run, destroyOnFailure, event -> {}).stream()
          .map(part -> ((Part.Ended<DeployPlan, DeploymentResult>) part).result().report())
          .toList();
    }
  }

  private static List<DeployReport> failed(List<DeployReport> reports) {
    return reports.stream().filter(report -> !report.ok()).toList();
  }

  @Test
  void a_quota_that_is_reached_midway_is_said_for_each_node_that_was_not_made() {
    cloud.quota(60);

    List<DeployReport> reports = deploy(100, FleetRun.usual(), false);

    assertThat(cloud.nodes()).hasSize(60);
    assertThat(failed(reports))
        .hasSize(40)
        .allSatisfy(
            report -> {
              assertThat(report.node()).isEmpty();
              assertThat(report.outcome())
                  .isInstanceOfSatisfying(
                      Outcome.CloudFailed.class,
                      end ->
                          assertThat(end.failure()).isInstanceOf(CloudFailure.QuotaExceeded.class));
            });
  }

  @Test
  void a_cloud_that_is_down_for_a_while_costs_the_nodes_of_that_while() {
    CloudFailure down = new CloudFailure.Unavailable("creating a node", "maintenance");
    cloud.latency(CloudOperation.CREATE, Duration.ofSeconds(10));
    cloud.inject(CloudFault.of(CloudOperation.CREATE, down).lasting(Duration.ofSeconds(45)));

    List<DeployReport> reports = deploy(20, ONE_BY_ONE, false);

    assertThat(failed(reports))
        .extracting(DeployReport::name)
        .containsExactly("web-01", "web-02", "web-03", "web-04");
    assertThat(failed(reports))
        .allSatisfy(
            report -> assertThat(report.outcome()).isEqualTo(new Outcome.CloudFailed(down)));
    assertThat(cloud.nodes()).hasSize(16);
  }

  @Test
  void one_host_with_a_wrong_key_among_a_thousand_gets_no_file_and_no_script() {
    HostKey wrong = shell.hostKey("somebody else");
    shell.hostKey("192.0.2.77", wrong);

    List<DeployReport> reports = deploy(1000, FleetRun.usual(), false);

    assertThat(failed(reports))
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.node().map(Node::publicAddresses)).contains(List.of("192.0.2.77"));
              assertThat(report.outcome())
                  .isInstanceOfSatisfying(
                      Outcome.ShellFailed.class,
                      end ->
                          assertThat(end.failure())
                              .isInstanceOfSatisfying(
                                  ShellFailure.HostKeyMismatch.class,
                                  mismatch -> assertThat(mismatch.offered()).isEqualTo(wrong)));
              assertThat(report.steps())
                  .extracting(DeployReport.StepReport::result)
                  .containsOnly(new StepResult.Skipped());
            });
    assertThat(shell.files("192.0.2.77").paths()).isEmpty();
    assertThat(shell.files("192.0.2.78").paths()).contains("/root/deploy/second.sh");
  }

  @Test
  void a_connection_that_breaks_between_two_scripts_is_reported_with_what_was_done() {
    ShellFailure reset = new ShellFailure.Disconnected("applying", "reset");
    shell.inject(ShellFault.afterSteps(1, reset).onHost("192.0.2.3").times(1));

    List<DeployReport> reports = deploy(5, ONE_BY_ONE, true);

    assertThat(failed(reports))
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.outcome()).isEqualTo(new Outcome.ShellFailed(reset));
              assertThat(report.steps().getFirst().result().ok()).isTrue();
              assertThat(report.steps().getLast().result()).isEqualTo(new StepResult.Skipped());
              assertThat(report.destroyed()).isTrue();
            });
    assertThat(cloud.nodes()).hasSize(4);
  }

  @Test
  void nodes_whose_answer_was_lost_exist_once() {
    cloud.inject(
        CloudFault.of(CloudOperation.CREATE, new CloudFailure.Unavailable("creating", "502"))
            .afterEffect()
            .times(10));

    assertThat(failed(deploy(20, FleetRun.usual(), false))).isEmpty();
    assertThat(cloud.nodes()).hasSize(20);
  }
}
