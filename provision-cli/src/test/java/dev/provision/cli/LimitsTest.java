package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import dev.provision.cli.call.StandardStreams.Standard;
import dev.provision.ports.cloud.Node;
import dev.provision.testkit.memory.CloudOperation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `max-nodes`, and questions before something is destroyed.
final class LimitsTest {
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

  private List<String> nodes() {
    return machine.cloud.nodes().stream().map(Node::name).sorted().toList();
  }

  private Result deploy(String... more) {
    return machine.run(
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("deploy-node"), java.util.Arrays.stream(more))
            .toArray(String[]::new));
  }

  @Test
  void nodes_that_exist_and_new_ones_together_are_no_more_than_max_nodes() throws IOException {
    machine.file("conf/provision.yaml", "max-nodes: 2");
    assertThat(deploy("-c", "conf", "-n", "deploy-test-a").status()).isZero();

    Result refused = deploy("-c", "conf", "-n", "deploy-test-b", "-n", "deploy-test-c");

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .contains("max-nodes is 2: 1 exists (deploy-test-a), and this command would create 2")
        .contains("--max-nodes 3");
    assertThat(nodes()).containsExactly("deploy-test-a");
    assertThat(deploy("-c", "conf", "-n", "deploy-test-b").status()).isZero();
    assertThat(deploy("-c", "conf", "-n", "deploy-test-c").status()).isEqualTo(1);
    assertThat(deploy("-c", "conf", "-n", "deploy-test-c", "--max-nodes", "3").status()).isZero();
  }

  @Test
  void more_nodes_than_max_nodes_are_refused_without_a_request() {
    machine.cloud.fail(
        CloudOperation.NODES,
        new dev.provision.ports.cloud.CloudFailure.Unavailable("listing", "it is down"));

    Result refused = deploy("--count", "4", "-n", "deploy-test-a", "--max-nodes", "3");

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("max-nodes is 3: this command would create 4");
    assertThat(machine.cloud.requests()).isEmpty();
  }

  @Test
  void nodes_that_someone_else_created_do_not_count() {
    deploy("-n", "deploy-test-a");
    machine.cloud.change(
        machine.cloud.nodes().getFirst().id(), node -> node.labelled(java.util.Map.of()));

    assertThat(deploy("-n", "deploy-test-b", "--max-nodes", "1").status()).isZero();
  }

  @Test
  void where_no_tokens_are_shown_every_node_counts() {
    deploy("-n", "deploy-test-a");
    machine.around = cloud -> ChangedCloud.of(cloud, (_, answer) -> answer);

    assertThat(deploy("-n", "deploy-test-b", "--max-nodes", "1").status()).isEqualTo(1);
    assertThat(deploy("-n", "deploy-test-b", "--max-nodes", "2").status()).isZero();
  }

  private void terminal(String answer) {
    machine.terminals = Set.of(Standard.IN, Standard.OUT, Standard.ERR);
    machine.input = answer;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "n\n", "no\n", "yep\n", "j\n"})
  void several_nodes_are_destroyed_only_after_a_yes(String answer) {
    deploy("-n", "deploy-test-a", "-n", "deploy-test-b");
    terminal(answer);

    Result result = machine.run("destroy-node", "deploy-test-a", "deploy-test-b");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .contains("deploy-test-a (ID mem-", "destroy these nodes (2)? [y/N]", "nothing was done");
    assertThat(nodes()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"y\n", "YES\n", " y \n", "y"})
  void a_yes_destroys_them(String answer) {
    deploy("-n", "deploy-test-a", "-n", "deploy-test-b");
    terminal(answer);

    assertThat(machine.run("destroy-node", "deploy-test-a", "deploy-test-b").status()).isZero();
    assertThat(nodes()).isEmpty();
  }

  @Test
  void one_node_scripts_and_yes_are_not_asked() {
    deploy("-n", "deploy-test-a", "-n", "deploy-test-b", "-n", "deploy-test-c");
    deploy("-n", "deploy-test-d", "-n", "deploy-test-e");
    assertThat(machine.run("destroy-node", "deploy-test-a", "deploy-test-b").status()).isZero();
    terminal("n\n");

    assertThat(machine.run("destroy-node", "deploy-test-c").status()).isZero();
    assertThat(machine.run("destroy-node", "-y", "deploy-test-d", "deploy-test-e").status())
        .isZero();
    assertThat(nodes()).isEmpty();
  }

  @Test
  void all_nodes_of_one_name_are_several() {
    machine.cloud.allowSameNames();
    deploy("-n", "deploy-test-a");
    deploy("-n", "deploy-test-a", "--another");
    terminal("n\n");

    assertThat(machine.run("destroy-node", "--all", "deploy-test-a").status()).isEqualTo(1);
    assertThat(nodes()).hasSize(2);
  }
}
