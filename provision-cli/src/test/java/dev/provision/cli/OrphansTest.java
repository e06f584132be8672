package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import dev.provision.cli.call.StandardStreams.Standard;
import dev.provision.domain.lifetime.Expiry;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `orphans`, and that `reap` leaves alone what a run is working on.
final class OrphansTest {
  /// Larger than the kernel allows, so no process ever has it.
  private static final String NO_PROCESS = "99999999";

  @TempDir private Path home;
  private Machine machine;

  @BeforeEach
  void start() {
    machine = new Machine(home);
  }

  @AfterEach
  void stop() {
    machine.close();
  }

  private void node(String name) {
    node(name, Map.of());
  }

  private void node(String name, Map<String, String> labels) {
    Node _ =
        machine.cloud.create(
            new NodeRequest(
                    name,
                    "token-of-" + name,
                    machine.cloud.catalog().images().getFirst(),
                    machine.cloud.catalog().sizes().getFirst(),
                    machine.cloud.catalog().locations().getFirst(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Map.of())
                .labelled(labels));
  }

  /// A run as it is on the disk while it goes on, or after it was cut off.
  private void run(String id, String name, String pid, String journal) throws IOException {
    String run = ".provision/state/runs/" + id;
    String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    machine.file(
        run + "/run.jsonl",
        ("{\"time\":\"%s\",\"event\":\"RunStarted\",\"command\":\"deploy-node\",\"nodes\":\"%s\","
                + "\"bundles\":\"\",\"by\":\"me\",\"pid\":\"%s\",\"host\":\"%s\"}\n")
            .formatted(Instant.now(), name, pid, host));
    machine.file(run + "/nodes/" + name + "/journal.jsonl", journal);
  }

  private static String creating(String name) {
    return "{\"event\":\"Creating\",\"name\":\"%s\",\"token\":\"token-of-%s\"}\n"
        .formatted(name, name);
  }

  private List<String> nodes() {
    return machine.cloud.nodes().stream()
        .filter(node -> node.state() != Node.State.TERMINATED)
        .map(Node::name)
        .sorted()
        .toList();
  }

  @Test
  void a_node_whose_run_was_cut_off_is_one_and_a_finished_one_is_not() throws IOException {
    machine.run("deploy-node", "-n", "deploy-test-done");
    node("deploy-test-cut", new Expiry.At(Instant.parse("2026-12-01T00:00:00Z")).labels());
    run("20261130-080000-aaaa", "deploy-test-cut", NO_PROCESS, creating("deploy-test-cut"));

    Result result = machine.run("orphans");

    assertThat(result.status()).isZero();
    assertThat(result.out()).isEqualTo("deploy-test-cut -\n");
    assertThat(machine.run("orphans", "-o", "json").out())
        .contains("\"why\": \"interrupted\"", "\"expires_at\": \"2026-12-01T00:00:00Z\"")
        .doesNotContain("deploy-test-done");
    assertThat(machine.run("orphans", "-o", "table").out())
        .containsPattern("NAME .* EXPIRES +ID +WHY\n")
        .contains("its run was interrupted\n");
  }

  @Test
  void a_failed_deployment_is_finished_because_its_node_was_shown() {
    machine.answers.put(
        "/root/deploy/hello.sh", new dev.provision.testkit.memory.InMemoryShell.Answer(3, "", ""));
    assertThat(machine.run("deploy-node", "-b", "hello", "-n", "deploy-test-a").status())
        .isEqualTo(10);

    assertThat(machine.run("orphans").out()).isEmpty();
  }

  @Test
  void a_node_that_a_later_apply_has_finished_is_none() throws IOException {
    node("deploy-test-a");
    run("20261130-080000-aaaa", "deploy-test-a", NO_PROCESS, creating("deploy-test-a"));
    run(
        "20261130-090000-bbbb",
        "deploy-test-a",
        NO_PROCESS,
        "{\"event\":\"Finished\",\"name\":\"deploy-test-a\",\"ok\":\"true\"}\n");

    assertThat(machine.run("orphans").out()).isEmpty();
  }

  @Test
  void nodes_of_other_controllers_are_listed_only_on_demand_and_foreign_ones_never() {
    node("deploy-test-other");
    node("deploy-test-foreign");
    machine.cloud.change(
        machine.cloud.nodes().getLast().id(), node -> node.labelled(Map.of("provision-a", "b")));

    assertThat(machine.run("orphans").out()).isEmpty();
    assertThat(machine.run("orphans", "--all-controllers").out())
        .isEqualTo("deploy-test-other -\n");
    assertThat(machine.run("orphans", "--all-controllers", "-o", "json").out())
        .contains("\"why\": \"unknown\"");
  }

  @Test
  void a_node_that_a_run_is_working_on_is_no_orphan_and_not_reaped() throws IOException {
    node("deploy-test-busy", new Expiry.At(Instant.parse("2026-01-01T00:00:00Z")).labels());
    String pid = String.valueOf(ProcessHandle.current().pid());
    run("20261130-080000-aaaa", "deploy-test-busy", pid, creating("deploy-test-busy"));

    assertThat(machine.run("orphans").out()).isEmpty();
    Result reaped = machine.run("reap");
    assertThat(reaped.status()).isZero();
    assertThat(reaped.err()).contains("has expired, but a run is working on it");
    assertThat(nodes()).containsExactly("deploy-test-busy");
  }

  @Test
  void a_node_whose_run_was_cut_off_is_reaped_when_it_has_expired() throws IOException {
    node("deploy-test-cut", new Expiry.At(Instant.parse("2026-01-01T00:00:00Z")).labels());
    run("20261130-080000-aaaa", "deploy-test-cut", NO_PROCESS, creating("deploy-test-cut"));

    assertThat(machine.run("reap").status()).isZero();
    assertThat(nodes()).isEmpty();
  }

  @Test
  void they_are_destroyed_after_a_yes_only() throws IOException {
    node("deploy-test-cut");
    run("20261130-080000-aaaa", "deploy-test-cut", NO_PROCESS, creating("deploy-test-cut"));

    Result script = machine.run("orphans", "--destroy");
    assertThat(script.status()).isEqualTo(2);
    assertThat(script.err()).contains("standard input is not a terminal", "--yes");
    machine.terminals = Set.of(Standard.IN, Standard.ERR);
    machine.input = "n\n";
    assertThat(machine.run("orphans", "--destroy").status()).isEqualTo(1);
    assertThat(nodes()).hasSize(1);

    machine.input = "y\n";
    Result result = machine.run("orphans", "--destroy");
    assertThat(result.status()).isZero();
    assertThat(result.err())
        .contains("destroy these nodes (1)? [y/N]", "deploy-test-cut: destroying, ID mem-1");
    assertThat(nodes()).isEmpty();
  }

  @Test
  void what_must_not_be_destroyed_is_not() {
    node("prod-a");
    node("deploy-test-b");

    Result result = machine.run("orphans", "--all-controllers", "--destroy", "--yes");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("node 'prod-a' must not be destroyed");
    assertThat(nodes()).containsExactly("deploy-test-b", "prod-a");
  }

  @Test
  void a_provider_without_labels_says_that_it_cannot_tell() {
    machine.around = cloud -> ChangedCloud.of(cloud, (_, answer) -> answer);

    Result result = machine.run("orphans");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("the provider 'memory' keeps no labels", "provision runs");
  }

  @Test
  void without_orphans_a_table_says_so() {
    machine.terminals = Set.of(Standard.OUT);

    assertThat(machine.run("orphans").err()).contains("there are no orphans");
  }
}
