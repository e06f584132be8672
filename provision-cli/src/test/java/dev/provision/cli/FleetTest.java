package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.FleetPlace;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.testkit.memory.CloudOperation;
import dev.provision.testkit.memory.InMemoryShell.Answer;
import dev.provision.testkit.memory.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several nodes by one command, and bundles on nodes that exist.
final class FleetTest {
  @TempDir Path home;
  private Machine machine;

  @BeforeEach
  void configure() throws IOException {
    machine = new Machine(home);
    machine.file(
        "conf/provision.yaml",
        """
        bundles:
          dev: {scripts: [join.sh], files: [/root/notes.txt]}
        """);
    machine.file(
        "conf/scripts/join.sh",
        "# provision-template-type: format-string\n{node_name} {node_index} of {node_count}\n");
    machine.file("conf/files/notes.txt", "notes\n");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private Result deploy(String... more) {
    return machine.run(with(new String[] {"deploy-node", "-c", "conf", "-b", "dev"}, more));
  }

  private static String[] with(String[] first, String... more) {
    return java.util.stream.Stream.concat(
            java.util.Arrays.stream(first), java.util.Arrays.stream(more))
        .toArray(String[]::new);
  }

  private List<String> created() {
    return machine.cloud.requests().stream().map(NodeRequest::name).sorted().toList();
  }

  @Test
  void as_many_nodes_exist_as_were_asked_for_and_each_has_a_row() {
    Result result = deploy("--count", "3", "-n", "deploy-test-w");

    assertThat(result.status()).isZero();
    assertThat(created()).containsExactly("deploy-test-w-1", "deploy-test-w-2", "deploy-test-w-3");
    assertThat(result.out())
        .containsPattern("NAME +PUBLIC IP +ID +TOOK +UNCHANGED +RESULT\n")
        .containsPattern("deploy-test-w-1 +192\\.0\\.2\\.\\d +mem-\\d +\\S+ s +0/1 +ok\n")
        .containsPattern("deploy-test-w-3 .* ok\n")
        .containsPattern("\n\nplan  [0-9a-f]{64}\n\n3 of 3 nodes succeeded\n")
        .contains("destroy them: provision destroy-node -c conf -p memory deploy-test-w-1");
    assertThat(result.err())
        .contains("deploy-test-w-2: created, ID ", "deploy-test-w-2: succeeded in");
  }

  @Test
  void each_nodes_templates_know_its_name_and_number() {
    deploy("-n", "deploy-test-a", "-n", "deploy-test-b", "--parallel", "1");

    assertThat(text("192.0.2.1")).endsWith("\ndeploy-test-a 1 of 2\n");
    assertThat(text("192.0.2.2")).endsWith("\ndeploy-test-b 2 of 2\n");
  }

  private String text(String host) {
    return machine.shells.file(host, "/root/deploy/join.sh").orElseThrow().text();
  }

  @Test
  void a_node_that_fails_does_not_stop_the_others_and_the_status_is_the_gravest() {
    machine.run("deploy-node", "-n", "deploy-test-w-2");
    machine.answers.put("/root/deploy/join.sh", new Answer(3, "", "oh\n"));

    Result result = deploy("--count", "3", "-n", "deploy-test-w", "--another");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out())
        .containsPattern("deploy-test-w-1 .* /root/deploy/join.sh: exit status 3, ")
        .containsPattern("deploy-test-w-2 .* creating node deploy-test-w-2: ")
        .containsPattern("deploy-test-w-3 .* /root/deploy/join.sh: exit status 3, ")
        .contains("0 of 3 nodes succeeded, 3 failed\n");
    assertThat(result.err())
        .contains("error: deploy-test-w-1: /root/deploy/join.sh: exit status 3")
        .contains("journal and complete output: " + home);
    assertThat(machine.cloud.nodes()).hasSize(3);
  }

  @Test
  void after_too_many_failures_no_further_node_is_made() {
    machine.answers.put("/root/deploy/join.sh", new Answer(3, "", ""));

    Result result = deploy("--count", "5", "--parallel", "1", "--max-failures", "1");

    assertThat(result.status()).isEqualTo(14);
    assertThat(machine.cloud.nodes()).hasSize(2);
    assertThat(result.out()).contains("0 of 5 nodes succeeded, 2 failed, 3 skipped\n");
  }

  @Test
  void what_may_exist_is_said_for_all_nodes_in_one_go() {
    machine.cloud.fail(
        CloudOperation.CREATE, new CloudFailure.TimedOut("creating node", "no answer"));

    Result result = deploy("--count", "2", "-n", "deploy-test-w", "-o", "plain");

    assertThat(result.status()).isEqualTo(15);
    assertThat(result.err())
        .contains(
            "2 nodes may exist: the requests were sent, but their outcome is unknown: ",
            "list them:    provision list-nodes",
            "destroy them: provision destroy-node");
  }

  @Test
  void programs_get_a_description_of_every_node() throws IOException {
    machine.cloud.fail(
        CloudOperation.CREATE, new CloudFailure.QuotaExceeded("creating node", "no more"));

    Result result = deploy("--count", "2", "-n", "deploy-test-w", "-o", "json", "-d", "all.json");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out())
        .isEqualTo(Files.readString(home.resolve("all.json")) + "\n")
        .contains("\"name\": \"deploy-test-w-1\"", "\"name\": \"deploy-test-w-2\"")
        .contains("\"failure\": \"creating node: no more\"");
  }

  @Test
  void numbers_that_make_no_sense_are_refused_before_anything_exists() {
    assertThat(deploy("--count", "0").err()).contains("'0' is not a whole number from 1");
    assertThat(deploy("--count", "x").status()).isEqualTo(2);
    assertThat(deploy("--count", "3", "-n", "a", "-n", "b").err())
        .contains("2 names were given for 3 nodes");
    assertThat(deploy("--parallel", "0").status()).isEqualTo(2);
    assertThat(machine.cloud.requests()).isEmpty();
  }

  @Test
  void a_plan_for_many_shows_one_and_names_the_others() {
    Result result = machine.run("plan", "-c", "conf", "-b", "dev", "--count", "3", "-n", "w");

    assertThat(result.out()).contains("name       w-1\n", "more nodes w-2 w-3\n");
    assertThat(machine.cloud.requests()).isEmpty();
  }

  @Test
  void a_thousand_nodes_are_a_thousand_results() {
    Result result = deploy("--count", "1000", "-o", "plain", "-n", "w");

    assertThat(result.status()).isZero();
    assertThat(result.out().lines().map(line -> line.substring(0, line.indexOf(' '))))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 1000)
                .mapToObj(index -> String.format(Locale.ROOT, "w-%04d", index))
                .toList());
    assertThat(machine.cloud.nodes()).hasSize(1000);
  }

  @Test
  void bundles_are_put_on_nodes_that_exist_and_nothing_is_created() {
    machine.run("deploy-node", "-n", "one");
    machine.run("deploy-node", "-n", "two");

    Result result = machine.run("apply", "-c", "conf", "-b", "dev", "one", "two");

    assertThat(result.status()).isZero();
    assertThat(machine.cloud.requests()).hasSize(2);
    assertThat(machine.shells.files("192.0.2.1").paths()).contains("/root/notes.txt");
    assertThat(machine.shells.files("192.0.2.2").paths()).contains("/root/notes.txt");
    assertThat(result.out())
        .containsPattern("one +192.0.2.1 .* ok\n")
        .containsPattern("two +192.0.2.2 .* ok\n");
  }

  @Test
  void what_would_change_is_shown_line_by_line_and_nothing_changes() throws IOException {
    machine.run("deploy-node", "-n", "one");
    machine.run("deploy-node", "-n", "two");
    machine.run("apply", "-c", "conf", "-b", "dev", "one");
    machine.file("conf/files/notes.txt", "notes\nmore\n");

    Result result = machine.run("apply", "-c", "conf", "-b", "dev", "--diff", "one", "two");

    assertThat(result.status()).isZero();
    assertThat(result.out())
        .contains(
            """
            one: /root/notes.txt: content differs
            --- /root/notes.txt on the node
            +++ /root/notes.txt
            @@ -1,1 +1,2 @@
             notes
            +more
            """)
        .as("its script is rendered with its place when it was deployed")
        .contains("one: 1 difference, 1 unchanged, 1 script would run\n")
        .contains("two: /root/notes.txt: missing, would be created\n");
    assertThat(machine.shells.file("192.0.2.1", "/root/notes.txt").map(StoredFile::text))
        .contains("notes\n");
    assertThat(machine.shells.files("192.0.2.2").paths()).doesNotContain("/root/notes.txt");
  }

  @Test
  void files_that_were_right_already_are_counted() {
    machine.run("deploy-node", "-n", "one");
    machine.run("apply", "-c", "conf", "-b", "dev", "one");

    assertThat(machine.run("apply", "-c", "conf", "-b", "dev", "one").out())
        .containsPattern("one .* 1/1 +ok\n");
  }

  @Test
  void another_computer_learns_the_place_of_a_node_from_its_labels() throws IOException {
    deploy("--count", "3", "-n", "w");
    Path records = home.resolve(".provision/state/runs");
    Files.move(records, records.resolveSibling("forgotten"));

    Result result = machine.run("apply", "-c", "conf", "-b", "dev", "w-2", "w-3", "--diff");

    assertThat(result.out())
        .as("the rendered script is the one that is there")
        .contains("w-2: 0 differences, 2 unchanged", "w-3: 0 differences, 2 unchanged");
    assertThat(machine.cloud.requests())
        .extracting(request -> FleetPlace.of(request.labels()).orElseThrow().fleet())
        .as("one command makes one fleet")
        .hasSize(3)
        .containsOnly(
            FleetPlace.of(machine.cloud.requests().getFirst().labels()).orElseThrow().fleet());
  }

  @Test
  void a_node_that_does_not_exist_is_named_with_those_that_do_before_anything_is_done() {
    machine.run("deploy-node", "-n", "web1");

    Result unknown = machine.run("apply", "-c", "conf", "-b", "dev", "web1", "web2");
    Result result =
        machine.run(
            "apply",
            "-c",
            "conf",
            "-b",
            "dev",
            "-t",
            "node_index=1",
            "-t",
            "node_count=1",
            "web1",
            "web2");

    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("the node_index of node 'web2' is not known", "check its name");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("there is no node 'web2'", "web1");
    assertThat(machine.shells.files("192.0.2.1").paths()).doesNotContain("/root/notes.txt");
  }

  @Test
  void applying_nothing_is_a_mistake() {
    assertThat(machine.run("apply", "-c", "conf", "web1").err())
        .contains("there is nothing to apply", "-b", "--keys");
  }

  @Test
  void an_existing_node_that_cannot_be_reached_is_not_reported_as_made() {
    machine.run("deploy-node", "-n", "one");
    machine.shells.fail(new ShellFailure.Unreachable("connecting to root@192.0.2.1", "refused"));

    Result result = machine.run("apply", "-c", "conf", "-b", "dev", "one");

    assertThat(result.status()).isEqualTo(14);
    assertThat(result.out()).containsPattern("one .* connecting to root@192.0.2.1: refused\n");
    assertThat(result.err()).doesNotContain("destroy-node");
  }

  @Test
  void several_nodes_are_destroyed_at_once_and_none_if_one_may_not_be() {
    deploy("--count", "3", "-n", "deploy-test-w");
    machine.run("deploy-node", "-n", "precious");

    Result refused = machine.run("destroy-node", "deploy-test-w-1", "precious");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(machine.cloud.nodes()).hasSize(4);

    Result result =
        machine.run(
            "destroy-node",
            "deploy-test-w-1",
            "deploy-test-w-2",
            "deploy-test-x",
            "deploy-test-w-3");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .contains("deploy-test-w-3: destroyed", "there is no node 'deploy-test-x'");
    assertThat(machine.cloud.nodes()).hasSize(1);
  }
}
