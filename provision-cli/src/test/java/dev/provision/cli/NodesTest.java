package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import dev.provision.cli.call.StandardStreams.Standard;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `list-nodes` and `destroy-node`.
final class NodesTest {
  @TempDir private Path home;
  private Machine machine;

  @BeforeEach
  void start() {
    machine = new Machine(home);
    machine.cloud.allowSameNames();
  }

  @AfterEach
  void stop() {
    machine.close();
  }

  private void node(String name, String token) {
    machine.cloud.create(
        new NodeRequest(
            name,
            token,
            machine.cloud.catalog().images().getFirst(),
            machine.cloud.catalog().sizes().getFirst(),
            machine.cloud.catalog().locations().getFirst(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of()));
  }

  @Test
  void what_is_odd_about_an_entry_is_a_warning_in_every_list_and_format() {
    node("web-1", "token-1");
    machine.around =
        cloud ->
            ChangedCloud.of(
                cloud,
                (_, answer) ->
                    answer instanceof List<?> all
                        ? all.stream().map(NodesTest::remarked).toList()
                        : answer);
    for (String list : List.of("list-nodes", "images", "sizes", "locations")) {
      for (String format : List.of("json", "table", "plain")) {
        Result result = machine.run(list, "-o", format);

        assertThat(result.status()).isZero();
        assertThat(result.err())
            .contains("warning: " + list.replaceAll("list-|s$", "") + " ", ": cannot be read: x\n");
        assertThat(result.out().contains("cannot be read")).isEqualTo(format.equals("json"));
      }
      assertThat(machine.run(list, "-o", "json").out())
          .contains("\"warning\": \"cannot be read: x\"");
    }
    machine.around = cloud -> cloud;
    assertThat(machine.run("list-nodes", "-o", "json").out()).contains("\"warning\": null");
    assertThat(machine.run("list-nodes").err()).isEmpty();
  }

  private static Object remarked(Object one) {
    String remark = "cannot be read: x";
    return switch (one) {
      case Node node -> node.remarked(remark);
      case Image image -> image.remarked(remark);
      case Size size -> size.remarked(remark);
      case Location location -> location.remarked(remark);
      default -> throw new IllegalArgumentException();
    };
  }

  private void running(String id, Node.State state, Instant created) {
    machine.cloud.change(
        new NodeId(id),
        node ->
            new Node(
                node.id(),
                node.name(),
                state,
                List.of("192.0.2.7", "2001:db8::7"),
                List.of("10.0.0.7"),
                node.image(),
                node.size(),
                node.location(),
                Optional.of(created)));
  }

  private static Node ageless(Node node) {
    return new Node(
        node.id(),
        node.name(),
        node.state(),
        node.publicAddresses(),
        node.privateAddresses(),
        node.image(),
        node.size(),
        node.location(),
        Optional.empty());
  }

  @Test
  void people_see_a_table_with_everything_and_a_dash_for_what_is_not_there() {
    machine.terminals = Set.of(Standard.OUT);
    node("deploy-test-a", "1");
    node("deploy-test-b", "2");
    running("mem-1", Node.State.RUNNING, Instant.now().minus(3, ChronoUnit.HOURS));
    machine.cloud.change(new NodeId("mem-2"), NodesTest::ageless);

    assertThat(machine.run("list-nodes").out())
        .isEqualTo(
            """
            NAME           PUBLIC IP  PRIVATE IP  STATE    SIZE   IMAGE                            LOCATION   AGE  EXPIRES  ID     LAST RUN
            deploy-test-a  192.0.2.7  10.0.0.7    RUNNING  small  Ubuntu 24.04 LTS (Noble Numbat)  In memory  3 h  -        mem-1  -
            deploy-test-b  -          -           PENDING  small  Ubuntu 24.04 LTS (Noble Numbat)  In memory  -    -        mem-2  -
            """);
  }

  @Test
  void programs_see_name_and_address_or_json_with_the_time_of_creation() {
    node("deploy-test-a", "1");
    node("deploy-test-b", "2");
    running("mem-1", Node.State.RUNNING, Instant.parse("2026-01-02T03:04:05.678Z"));

    assertThat(machine.run("list-nodes").out())
        .isEqualTo("deploy-test-a 192.0.2.7\ndeploy-test-b -\n");
    assertThat(machine.run("list-nodes", "-o", "json").out())
        .contains("\"created\"", "\"2026-01-02T03:04:05Z\"", "\"2001:db8::7\"");
  }

  @Test
  void of_several_test_reports_all_must_have_passed() throws IOException {
    node("deploy-test-r", "token-r");
    machine.file("good.xml", "<testsuite tests='1'><testcase name='a'/></testsuite>");
    machine.file(
        "bad.xml", "<testsuite tests='1'><testcase name='b' status='failed'/></testsuite>");
    machine.file("cut.xml", "<testsuite tests='1'><testcase name='c'/>");

    Result closed = machine.run("destroy-node", "deploy-test-r", "-t", "bad.xml", "-t", "good.xml");
    assertThat(closed.status()).isEqualTo(3);
    assertThat(closed.err())
        .contains(
            "bad.xml: tests did not pass: ",
            "case 'b': its status is 'failed'",
            "node deploy-test-r was not destroyed");
    assertThat(
            machine
                .run("destroy-node", "deploy-test-r", "-t", "good.xml", "-t", "cut.xml")
                .status())
        .isEqualTo(2);
    assertThat(machine.cloud.nodes()).hasSize(1);

    assertThat(
            machine
                .run("destroy-node", "deploy-test-r", "-t", "good.xml", "-t", "good.xml")
                .status())
        .isZero();
  }

  @Test
  void a_node_is_destroyed_by_its_id() {
    node("deploy-test-a", "1");
    node("deploy-test-b", "2");

    Result result = machine.run("destroy-node", "mem-2");

    assertThat(result.status()).isZero();
    assertThat(result.err()).contains("deploy-test-b: destroying, ID mem-2", "mem-2: destroyed");
    assertThat(machine.cloud.nodes()).extracting(Node::name).containsExactly("deploy-test-a");
  }

  @Test
  void two_nodes_of_one_name_are_refused_with_their_ids_until_all_are_meant() {
    node("deploy-test-a", "1");
    node("deploy-test-a", "2");

    Result refused = machine.run("destroy-node", "deploy-test-a");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("2 nodes are named", "mem-1", "mem-2", "--all");
    assertThat(machine.cloud.nodes()).hasSize(2);

    assertThat(machine.run("destroy-node", "--all", "deploy-test-a").status()).isZero();
    assertThat(machine.cloud.nodes()).isEmpty();
  }

  @Test
  void a_node_that_is_gone_already_is_a_success_and_one_that_never_was_is_not() {
    node("deploy-test-a", "1");
    running("mem-1", Node.State.TERMINATED, Instant.now());

    assertThat(machine.run("destroy-node", "deploy-test-a").status()).isZero();
    Result never = machine.run("destroy-node", "deploy-test-x");
    assertThat(never.status()).isEqualTo(1);
    assertThat(never.err()).contains("there is no node 'deploy-test-x'");
  }
}
