package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import dev.provision.cli.call.StandardStreams.Standard;
import dev.provision.domain.lifetime.Expiry;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.testkit.memory.CloudFault;
import dev.provision.testkit.memory.CloudOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `--ttl`, `renew` and `reap`.
final class LifetimeTest {
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

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

  private Map<String, String> expires(Duration fromNow) {
    return new Expiry.At(now.plus(fromNow)).labels();
  }

  private List<String> nodes() {
    return machine.cloud.nodes().stream()
        .filter(node -> node.state() != Node.State.TERMINATED)
        .map(Node::name)
        .sorted()
        .toList();
  }

  private Instant expiry(String name) {
    return machine.cloud.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .flatMap(Expiry::of)
        .flatMap(Expiry::moment)
        .orElseThrow();
  }

  @Test
  void a_new_node_carries_its_expiry_and_shows_it() {
    Result result = machine.run("deploy-node", "-n", "deploy-test-a", "--ttl", "8h");

    assertThat(result.status()).isZero();
    assertThat(expiry("deploy-test-a"))
        .isBetween(now.plus(Duration.ofHours(8)), now.plus(Duration.ofHours(9)));
    assertThat(result.out()).contains("expires ", expiry("deploy-test-a").toString());
    assertThat(machine.run("deploy-node", "-n", "deploy-test-b", "--ttl", "1d", "-o", "json").out())
        .contains("\"expires_at\": \"" + expiry("deploy-test-b") + "\"");
  }

  @Test
  void the_configuration_gives_a_time_to_all_and_none_takes_it_away() throws IOException {
    machine.file("conf/provision.yaml", "ttl: 2d");

    machine.run("deploy-node", "-c", "conf", "-n", "deploy-test-a");
    machine.run("deploy-node", "-c", "conf", "-n", "deploy-test-b", "--ttl", "none");

    assertThat(expiry("deploy-test-a")).isAfter(now.plus(Duration.ofHours(47)));
    assertThat(machine.cloud.requests().getLast().labels()).doesNotContainKey("provision-expires");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "-1h", "8", "9999999d"})
  void a_time_that_makes_no_sense_creates_nothing(String ttl) {
    Result result = machine.run("deploy-node", "--ttl", ttl);

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("'" + ttl + "' is not a time to live");
    assertThat(machine.cloud.requests()).isEmpty();
  }

  @Test
  void the_list_shows_when_nodes_expire_in_a_table_and_in_json_only() {
    node("deploy-test-a", expires(Duration.ofMinutes(90)));
    node("deploy-test-b", expires(Duration.ofMinutes(-90)));
    node("deploy-test-c", Map.of());
    String plain = machine.run("list-nodes").out();
    machine.terminals = Set.of(Standard.OUT);

    assertThat(plain).isEqualTo("deploy-test-a -\ndeploy-test-b -\ndeploy-test-c -\n");
    assertThat(machine.run("list-nodes").out())
        .containsPattern("NAME .* AGE +EXPIRES +ID +LAST RUN\n")
        .containsPattern("deploy-test-a .* in 1 h +mem-1 +-\n")
        .containsPattern("deploy-test-b .* 1 h ago +mem-2 +-\n")
        .containsPattern("deploy-test-c .* - +mem-3 +-\n");
    assertThat(machine.run("list-nodes", "-o", "json").out())
        .contains("\"expires_at\": \"" + now.plus(Duration.ofMinutes(90)) + "\"")
        .contains("\"expires_at\": \"\"");
  }

  @Test
  void an_odd_label_is_a_warning_in_the_list_and_for_reap() {
    node("deploy-test-a", Map.of("provision-expires", "tomorrow"));

    assertThat(machine.run("list-nodes").err())
        .contains("ignoring its label provision-expires, because 'tomorrow' is not a time");
    Result reaped = machine.run("reap");
    assertThat(reaped.status()).isZero();
    assertThat(reaped.err()).contains("because 'tomorrow' is not a time");
    assertThat(nodes()).hasSize(1);
  }

  @Test
  void reap_is_silent_when_there_is_nothing_to_do() {
    node("deploy-test-a", expires(Duration.ofHours(1)));
    node("deploy-test-b", Map.of());

    assertThat(machine.run("reap")).isEqualTo(new Result(0, "", ""));
    assertThat(machine.run("reap", "--dry-run")).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void reap_destroys_what_has_expired_and_a_dry_run_only_says_so() {
    node("deploy-test-a", expires(Duration.ofSeconds(-1)));
    node("deploy-test-b", expires(Duration.ofHours(1)));

    Result dry = machine.run("reap", "--dry-run");
    assertThat(dry.status()).isZero();
    assertThat(dry.out())
        .isEqualTo("deploy-test-a: expired %s, ID mem-1\n".formatted(now.minusSeconds(1)));
    assertThat(nodes()).hasSize(2);

    Result result = machine.run("reap");
    assertThat(result.status()).isZero();
    assertThat(result.err())
        .contains("deploy-test-a: expired", "; destroying\n", "deploy-test-a: destroyed\n");
    assertThat(nodes()).containsExactly("deploy-test-b");
    assertThat(machine.run("reap")).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void what_must_not_be_destroyed_is_named_and_the_rest_is_destroyed() {
    node("prod-a", expires(Duration.ofHours(-1)));
    node("deploy-test-a", expires(Duration.ofHours(-1)));

    Result result = machine.run("reap");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("node 'prod-a' must not be destroyed");
    assertThat(nodes()).containsExactly("prod-a");
  }

  @Test
  void a_failure_of_the_cloud_is_the_status_and_the_next_reap_makes_up_for_it() {
    node("deploy-test-a", expires(Duration.ofHours(-1)));
    machine.cloud.inject(
        CloudFault.of(CloudOperation.DESTROY, new CloudFailure.Unavailable("destroying", "down"))
            .times(1));

    assertThat(machine.run("reap").status()).isEqualTo(13);
    assertThat(machine.run("reap").status()).isZero();
    assertThat(nodes()).isEmpty();
  }

  @Test
  void a_node_is_renewed_by_name_or_id_from_now_on() {
    node("deploy-test-a", expires(Duration.ofHours(-1)));

    Result result = machine.run("renew", "deploy-test-a", "4h");

    assertThat(result.status()).isZero();
    assertThat(result.out()).isEqualTo("deploy-test-a: expires " + expiry("deploy-test-a") + "\n");
    assertThat(expiry("deploy-test-a"))
        .isBetween(now.plus(Duration.ofHours(4)), now.plus(Duration.ofHours(5)));
    assertThat(machine.run("renew", "mem-1", "none").out())
        .isEqualTo("deploy-test-a: never expires\n");
    assertThat(machine.run("reap")).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void a_node_that_is_not_there_or_not_ours_is_not_renewed() {
    node("deploy-test-a", Map.of());
    machine.cloud.change(machine.cloud.nodes().getFirst().id(), node -> node.labelled(Map.of()));

    Result absent = machine.run("renew", "deploy-test-b", "4h");
    Result foreign = machine.run("renew", "deploy-test-a", "4h");

    assertThat(absent.status()).isEqualTo(1);
    assertThat(absent.err()).contains("there is no node 'deploy-test-b'", "deploy-test-a");
    assertThat(foreign.status()).isEqualTo(1);
    assertThat(foreign.err()).contains("carries no token of Provision");
  }

  private static Object withoutLabels(Object answer) {
    return switch (answer) {
      case Node node -> node.labelled(Map.of());
      case List<?> all -> all.stream().map(LifetimeTest::withoutLabels).toList();
      case null, default -> answer;
    };
  }

  @Test
  void a_cloud_without_labels_leaves_it_to_this_computer() throws IOException {
    machine.around =
        cloud ->
            ChangedCloud.of(
                cloud, (call, answer) -> call.equals("create") ? answer : withoutLabels(answer));

    Result deployed = machine.run("deploy-node", "-n", "deploy-test-a", "--ttl", "1h");

    assertThat(deployed.status()).isZero();
    assertThat(deployed.err()).contains("its expiry, 20", "is recorded on this computer only");
    assertThat(machine.run("list-nodes", "-o", "json").out()).contains("\"expires_at\": \"20");
    assertThat(machine.run("reap")).isEqualTo(new Result(0, "", ""));
    assertThat(machine.run("renew", "deploy-test-a", "2h").err()).contains("on this computer only");

    Path record = home.resolve(".provision/state/providers/memory/expiries/node-mem-1");
    Files.writeString(record, "2026-01-01t00-00-00z\n");
    assertThat(machine.run("reap").status()).isZero();
    assertThat(nodes()).isEmpty();
    assertThat(record).doesNotExist();
  }

  @Test
  void what_the_cloud_cannot_change_is_recorded_here_and_that_is_shown() throws IOException {
    node("deploy-test-a", expires(Duration.ofHours(-1)));
    machine.cloud.inject(
        CloudFault.of(CloudOperation.LABEL, new CloudFailure.Unsupported("labelling", "never")));

    Result result = machine.run("renew", "deploy-test-a", "4h");

    assertThat(result.status()).isZero();
    assertThat(result.err()).contains("is recorded on this computer only");
    Path record = home.resolve(".provision/state/providers/memory/expiries/node-mem-1");
    assertThat(Files.readString(record)).matches("20..-..-..t..-..-..z\n");
    assertThat(machine.run("reap")).isEqualTo(new Result(0, "", ""));
    assertThat(machine.run("list-nodes", "-o", "json").out()).contains("\"expires_at\": \"20");

    Files.writeString(record, "damaged");
    assertThat(machine.run("reap").err()).contains("'damaged' is not a time");
    assertThat(machine.run("destroy-node", "deploy-test-a").status()).isZero();
    assertThat(record).doesNotExist();
  }
}
