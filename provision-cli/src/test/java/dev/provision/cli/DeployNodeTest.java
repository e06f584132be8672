package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import dev.provision.cli.call.ProgramName;
import dev.provision.cli.call.StandardStreams.Standard;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.testkit.memory.CloudOperation;
import dev.provision.testkit.memory.InMemoryShell.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `deploy-node` on a cloud in memory: what it asks for, what it shows, how it ends.
final class DeployNodeTest {
  @TempDir Path home;
  private Machine machine;

  @BeforeEach
  void configure() throws IOException {
    machine = new Machine(home);
    machine.file(
        "conf/provision.yaml",
        """
        bundles:
          dev: {scripts: [first.sh, second.sh, third.sh], files: [/root/notes.txt]}
        """);
    machine.file(
        "conf/scripts/first.sh", "#!/bin/sh\n# provision-template-type: format-string\n{a}\n");
    machine.file("conf/scripts/second.sh", "#!/bin/sh\nsecond\n");
    machine.file("conf/scripts/third.sh", "#!/bin/sh\nthird\n");
    machine.file("conf/files/notes.txt", "notes\n");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private Result deploy(String... more) {
    String[] all =
        Stream.concat(
                Stream.of(
                    "deploy-node", "-c", "conf", "-b", "dev", "-n", "deploy-test-1", "-t", "a=b=c"),
                Stream.of(more))
            .toArray(String[]::new);
    return machine.run(all);
  }

  @Test
  void keys_files_and_scripts_arrive_and_the_result_is_on_standard_output() {
    machine.answers.put("/root/deploy/first.sh", new Answer(0, "hello\nworld\n", "careful\n"));

    Result result = deploy();

    assertThat(result.status()).isZero();
    assertThat(machine.shells.files("192.0.2.1").paths())
        .containsExactly(
            "/root/notes.txt",
            "/root/deploy/first.sh",
            "/root/deploy/second.sh",
            "/root/deploy/third.sh");
    assertThat(result.out())
        .contains("name       deploy-test-1\n")
        .contains("id         mem-1\n")
        .contains("state      RUNNING\n")
        .contains("public ip  192.0.2.1\n")
        .contains("private ip -\n")
        .contains("image      Ubuntu 24.04 LTS (Noble Numbat) (img-1)\n")
        .containsPattern(
            "host key   ssh-ed25519 SHA256:\\S+ \\(verified with the key that the provider"
                + " reported\\)\n")
        .contains("/root/deploy/first.sh: exit status 0, 0.00 s\n  stdout (also in " + home)
        .contains("  | hello\n  | world\n  stderr (also in ")
        .contains("  | careful\n")
        .contains("/root/deploy/third.sh: exit status 0, 0.00 s\n");
  }

  @Test
  void the_value_of_a_variable_begins_behind_the_first_equals_sign() {
    assertThat(deploy().status()).isZero();

    assertThat(machine.shells.file("192.0.2.1", "/root/deploy/first.sh"))
        .hasValueSatisfying(file -> assertThat(file.text()).endsWith("\nb=c\n"));
  }

  @Test
  void the_next_commands_can_be_run_as_they_are_printed() {
    Result result =
        machine.call(
            ProgramName.PROVISION,
            "./provision",
            "deploy-node",
            "-c",
            "my conf",
            "-p",
            "memory",
            "-k",
            "s3cret",
            "-n",
            "deploy-test-2");

    assertThat(result.err()).contains("my conf").contains("no such configuration directory");

    result =
        machine.call(
            ProgramName.PROVISION,
            "./provision",
            "deploy-node",
            "-c",
            home + "/conf",
            "-p",
            "memory",
            "-k",
            "s3cret",
            "-n",
            "deploy-test-2");

    String options = " -c " + home + "/conf -p memory -k SECRET deploy-test-2\n";
    assertThat(result.out())
        .contains("inspect it:  ./provision ssh" + options)
        .contains("destroy it:  ./provision destroy-node" + options);
    assertThat(result.out() + result.err()).doesNotContain("s3cret");
  }

  @Test
  void a_name_that_may_not_be_destroyed_is_told_beside_the_command() {
    Result result = machine.run("deploy-node", "-n", "web1");

    assertThat(result.out())
        .contains("destroy it:  provision destroy-node -p memory web1\n")
        .contains("(first add a prefix of the name to destroyable-prefixes)\n");
  }

  @Test
  void the_first_failing_script_ends_it_the_node_stays_and_the_status_is_10() {
    machine.answers.put("/root/deploy/second.sh", new Answer(3, "", "oops\n"));

    Result result = deploy();

    assertThat(result.status()).isEqualTo(10);
    assertThat(result.out())
        .contains("/root/deploy/second.sh: exit status 3, 0.00 s\n  stderr (also in ")
        .contains("  | oops\n")
        .contains("/root/deploy/third.sh: skipped\n")
        .contains("destroy it:  provision destroy-node");
    assertThat(result.err())
        .contains("error: /root/deploy/second.sh: exit status 3, 0.00 s\n")
        .contains("  it comes from " + home + "/conf/scripts/second.sh\n")
        .contains("node deploy-test-1 (ID mem-1) exists\n");
    assertThat(machine.cloud.nodes()).hasSize(1);
  }

  @Test
  void the_scripts_text_is_shown_on_request_as_it_was_sent() {
    assertThat(deploy("--scripts").out())
        .contains(
            """
            /root/deploy/first.sh: exit status 0, 0.00 s
              text:
              | #!/bin/sh
              | # provision-template-type: format-string
              | b=c
            """);
    assertThat(machine.run("deploy-node", "-c", "conf", "-b", "dev", "-t", "a=1").out())
        .doesNotContain("text:");
  }

  @Test
  void a_name_that_is_taken_is_not_said_to_be_a_node_that_may_be_removed() {
    assertThat(deploy().status()).isZero();

    Result result = deploy("--another");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("error: creating node deploy-test-1")
        .doesNotContain("may exist", "destroy-node");
  }

  /// Many clouds give one name to any number of nodes.
  @Test
  void the_same_deployment_again_makes_no_second_node_unless_the_first_is_gone() {
    assertThat(deploy().status()).isZero();

    Result result = deploy();

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .contains("node 'deploy-test-1' (ID ", "from an earlier deployment still exists")
        .contains("provision destroy-node -c conf -p memory deploy-test-1", "--another");
    assertThat(machine.run("destroy-node", "-c", "conf", "deploy-test-1").status()).isZero();
    assertThat(deploy().status()).isZero();
  }

  @Test
  void a_node_may_exist_where_the_provider_has_not_answered() {
    machine.cloud.fail(
        CloudOperation.CREATE, new CloudFailure.TimedOut("creating node", "no answer"));

    Result result = deploy();

    assertThat(result.status()).isEqualTo(15);
    assertThat(result.err())
        .contains("node deploy-test-1 may exist", "its outcome is unknown")
        .contains("destroy it:  provision destroy-node");
  }

  @Test
  void after_a_redirect_no_node_may_exist() {
    machine.cloud.fail(
        CloudOperation.CREATE, new CloudFailure.Redirected("creating node", "go there"));

    Result result = deploy();

    assertThat(result.status()).isEqualTo(12);
    assertThat(result.err()).contains("nothing was changed").doesNotContain("may exist");
  }

  @Test
  void of_a_node_that_was_never_reached_no_script_is_said_to_have_run() {
    machine.shells.fail(new ShellFailure.Unreachable("connecting to root@192.0.2.1", "refused"));

    Result result = deploy();

    assertThat(result.status()).isEqualTo(14);
    assertThat(result.out()).contains("/root/deploy/first.sh: skipped\n");
    assertThat(result.err()).contains("refused", "reach its SSH port", "destroy-node");
  }

  @Test
  void keep_going_runs_the_scripts_behind_a_failing_one() {
    machine.answers.put("/root/deploy/first.sh", new Answer(1, "", ""));

    Result result = deploy("--keep-going");

    assertThat(result.status()).isEqualTo(10);
    assertThat(result.out()).contains("/root/deploy/third.sh: exit status 0");
  }

  @Test
  void destroy_on_failure_leaves_nothing_behind() {
    machine.answers.put("/root/deploy/first.sh", new Answer(1, "", ""));

    Result result = deploy("--destroy-on-failure");

    assertThat(result.status()).isEqualTo(10);
    assertThat(machine.cloud.nodes()).isEmpty();
    assertThat(result.out()).contains("state      TERMINATED\n").doesNotContain("destroy it:");
    assertThat(result.err())
        .contains("node deploy-test-1 was destroyed\n")
        .doesNotContain("exists");
  }

  @Test
  void long_output_is_cut_to_its_end_and_the_rest_is_in_a_file() throws IOException {
    String lines =
        IntStream.rangeClosed(1, 50)
            .mapToObj(i -> "line " + i + "\n")
            .collect(Collectors.joining());
    machine.answers.put("/root/deploy/first.sh", new Answer(0, lines, ""));

    Result result = deploy();

    assertThat(result.out()).contains("  | line 31\n").doesNotContain("line 30\n");
    String file =
        result
            .out()
            .replaceAll("(?s).*stdout \\(the end; complete output is in ([^)]+)\\):.*", "$1");
    assertThat(Path.of(file)).hasContent(lines);
  }

  @Test
  void verbose_shows_output_as_it_comes() {
    machine.answers.put(
        "/root/deploy/first.sh", new Answer(0, "one\ntwo", "\u001b[31mred\u001b[0m\n"));

    Result result = deploy("-v");

    assertThat(result.err())
        .contains("  | one\n")
        .contains("  | two\n")
        .contains("  | \\u001b[31mred\\u001b[0m\n");
  }

  @Test
  void the_description_has_the_old_keys() throws IOException {
    machine.answers.put("/root/deploy/first.sh", new Answer(0, "hello\n", ""));

    Result result = deploy("-d", "node.json");

    assertThat(result.status()).isZero();
    assertThat(Files.readString(home.resolve("node.json")))
        .contains("\"id\": \"mem-1\"")
        .contains("\"name\": \"deploy-test-1\"")
        .contains("\"public_ip\": [\n    \"192.0.2.1\"\n  ]")
        .contains("\"stdout\": \"hello\\n\"", "\"stderr\": \"\"")
        .contains("\"image_name\": \"Ubuntu 24.04 LTS (Noble Numbat)\"");
  }

  @Test
  void a_description_that_cannot_be_written_is_found_before_anything_exists() {
    Result result = deploy("-d", "no-such-directory/node.json");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err())
        .contains("no-such-directory/node.json")
        .contains("there is no directory");
    assertThat(machine.cloud.requests()).isEmpty();
  }

  @Test
  void json_and_plain_results_hold_nothing_else() {
    assertThat(deploy("-o", "json").out())
        .startsWith("{\n")
        .endsWith("}\n")
        .contains("\"scripts\"");
    assertThat(machine.run("deploy-node", "-n", "deploy-test-9", "-o", "plain").out())
        .isEqualTo("deploy-test-9 192.0.2.2\n");
  }

  @Test
  void every_option_reaches_the_provider() {
    deploy(
        "-i", "Debian 12", "-s", "medium", "-l", "0", "--host", "root@h:1", "--host", "root@h:2");

    NodeRequest request = machine.cloud.requests().getFirst();
    assertThat(request.image().id()).isEqualTo("img-2");
    assertThat(request.size().id()).isEqualTo("medium");
    assertThat(request.location().id()).isEqualTo("here");
    assertThat(machine.accounts.getFirst().options()).containsEntry("hosts", "root@h:1\nroot@h:2");
  }

  @Test
  void userid_and_secret_reach_the_provider() {
    machine.run("list-nodes", "-u", "me", "--secret_key", "s3cret");

    assertThat(machine.accounts.getFirst().userid()).contains("me");
    assertThat(machine.accounts.getFirst().secretKey().orElseThrow().reveal()).isEqualTo("s3cret");
  }

  @Test
  void a_name_is_made_up_from_the_prefix() {
    Result result = machine.run("deploy-node", "-x", "try-", "-o", "plain");

    assertThat(result.out()).matches("try-[a-z0-9]{6} 192\\.0\\.2\\.1\n");
  }

  @Test
  void a_terminal_gets_the_last_words_once() {
    machine.terminals = Set.of(Standard.OUT);
    machine.answers.put("/root/deploy/first.sh", new Answer(1, "", ""));

    Result result = deploy();

    assertThat(result.out()).contains("destroy it:");
    assertThat(result.err()).doesNotContain("destroy it:");
  }

  @Test
  void progress_is_told_in_plain_lines_where_there_is_no_terminal() {
    Result result = deploy();

    List<String> lines = result.err().lines().toList();
    assertThat(lines)
        .contains(
            "deploy-test-1: creating, image Ubuntu 24.04 LTS (Noble Numbat), size small, location"
                + " In memory",
            "deploy-test-1: created, ID mem-1",
            "deploy-test-1: running, root@192.0.2.1",
            "deploy-test-1: [2/4] running /root/deploy/first.sh",
            "deploy-test-1: [2/4] /root/deploy/first.sh: exit status 0, 0.00 s");
    assertThat(result.err()).doesNotContain("\u001b");
  }

  @Test
  void a_path_with_control_characters_cannot_spoil_the_plan() throws IOException {
    machine.file(
        "odd/provision.yaml",
        """
        bundles: {odd: {files: {"/etc/a\\nb\\e[2J": notes.txt}}}
        """);
    machine.file("odd/files/notes.txt", "notes\n");

    assertThat(machine.run("plan", "-c", "odd", "-b", "odd").out())
        .contains("/files/notes.txt -> /etc/a\\nb\\u001b[2J  6 B, mode 0644\n");
  }

  @Test
  void a_dry_run_shows_the_plan_and_asks_nobody() {
    Result result = deploy("--dry-run");

    assertThat(result.out())
        .startsWith("name       deploy-test-1\nprovider   memory\n")
        .contains("  " + home + "/conf/files/notes.txt -> /root/notes.txt  6 B, mode 0644\n");
    assertThat(machine.accounts).isEmpty();
  }
}
