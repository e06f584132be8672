package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import dev.provision.cli.call.ProgramName;
import dev.provision.cli.call.StandardStreams.Standard;
import dev.provision.testkit.memory.InMemoryShell.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `provision runs` and `provision logs`.
final class RunsTest {
  @TempDir private Path home;
  private Machine machine;

  @BeforeEach
  void configure() throws IOException {
    machine = new Machine(home);
    machine.file(
        "conf/provision.yaml",
        "bundles: {web: {files: [/etc/motd], scripts: [setup.sh, check.sh]}}\n");
    machine.file("conf/files/motd", "hello\n");
    machine.file("conf/scripts/setup.sh", "#!/bin/sh\n");
    machine.file("conf/scripts/check.sh", "#!/bin/sh\n");
    machine.answers.put("/root/deploy/setup.sh", new Answer(0, "set up\n", ""));
    machine.answers.put(
        "/root/deploy/check.sh", new Answer(3, "checked\n", "too small\u001b[2J\n"));
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private Result deploy(String... names) {
    List<String> words =
        Stream.concat(
                Stream.of("deploy-node", "-c", "conf", "-b", "web"),
                Stream.of(names).flatMap(name -> Stream.of("-n", name)))
            .toList();
    return machine.run(words.toArray(String[]::new));
  }

  private Result runs(String... words) {
    return machine.call(
        ProgramName.PROVISION,
        "provision",
        Stream.concat(Stream.of("runs"), Stream.of(words)).toArray(String[]::new));
  }

  private Result logs(String... words) {
    return machine.call(
        ProgramName.PROVISION,
        "provision",
        Stream.concat(Stream.of("logs"), Stream.of(words)).toArray(String[]::new));
  }

  @Test
  void every_run_is_listed_with_how_it_ended() {
    deploy("web-1");
    machine.answers.put("/root/deploy/check.sh", Answer.ok());
    machine.run("apply", "-c", "conf", "-b", "web", "web-1");

    assertThat(runs().out())
        .containsPattern("^ID +STATE +COMMAND +NODES +BUNDLES +AGE +TOOK +BY +FAILED\n")
        .containsPattern(
            "\\S+ +done +apply +web-1 +web +\\d+ s +\\S+ s +\\S+@\\S+ +-\n\\S+ +failed ")
        .containsPattern("\n\\d{8}-\\d{6}-\\w{4} +failed +deploy-node +web-1 +web .* web-1\n");
    assertThat(runs("-o", "plain").out()).matches("\\S+ done\n\\S+ failed\n");
    assertThat(runs("-o", "json", "--limit", "1").out())
        .contains("\"state\": \"done\"", "\"command\": \"apply\"", "\"nodes\": [\n      \"web-1\"")
        .doesNotContain("deploy-node");
    assertThat(runs("--limit", "1").err())
        .contains("there are older runs; list all with --limit 0");
  }

  @Test
  void a_run_that_made_nothing_leaves_no_trace_and_one_that_began_is_not_forgotten() {
    assertThat(machine.run("deploy-node", "-c", "conf", "-b", "nosuch").status()).isEqualTo(2);
    assertThat(runs().err()).contains("there are no runs");

    machine.run("deploy-node", "-c", "conf", "-n", "web-1", "-i", "nosuch");
    assertThat(runs().out()).containsPattern("failed +deploy-node +web-1");
  }

  @Test
  void nodes_are_listed_with_how_their_last_run_ended() throws IOException {
    deploy("web-1");
    Result failed = machine.run("list-nodes", "-o", "table");
    String id = only(home.resolve(".provision/state/runs")).getFileName().toString();
    machine.answers.put("/root/deploy/check.sh", Answer.ok());
    machine.run("apply", "-c", "conf", "-b", "web", "web-1");

    assertThat(failed.out())
        .containsPattern("LAST RUN\n")
        .endsWith(" failed " + id.substring(16) + "\n");
    assertThat(machine.run("list-nodes", "-o", "table").out()).endsWith(" done\n");
    assertThat(machine.run("list-nodes", "-o", "json").out())
        .containsPattern("\"last_run\": \\{[^}]*\"state\": \"done\"");
    assertThat(machine.run("list-nodes", "-o", "plain").out()).isEqualTo("web-1 192.0.2.1\n");
  }

  @Test
  void one_run_shows_each_step_of_each_node() {
    deploy("web-1", "web-2");

    Result shown = runs("show", "web-2");

    assertThat(shown.out())
        .containsPattern("run         \\d{8}-\\d{6}-\\w{4}\n")
        .contains(
            "state       failed: /root/deploy/check.sh: exit status 3\n",
            "command     deploy-node\n",
            "files       " + home + "/.provision/state/runs/",
            "node web-1 (ID mem-",
            "  1  /etc/motd: put",
            "  2  /root/deploy/setup.sh: exit status 0",
            "  3  /root/deploy/check.sh: exit status 3")
        .containsPattern("check.sh: exit status 3, \\S+ s, with output\n")
        .containsPattern("node web-2 \\(ID \\S+, 192\\.0\\.2\\.\\d\\), failed:\n");
    assertThat(runs("show", "web-2", "-o", "json").out())
        .contains(
            "\"target\": \"/root/deploy/check.sh\"", "\"ok\": false", "002-check.sh.stdout\"");
    assertThat(runs("show", "web-2", "-o", "plain").out())
        .contains("web-1 1 /etc/motd put\n", "web-2 3 /root/deploy/check.sh exit status 3\n");
  }

  @Test
  void logs_print_what_scripts_wrote_to_people_without_what_controls_a_terminal() {
    deploy("web-1", "web-2");

    assertThat(logs("web-1").err()).isEmpty();
    assertThat(logs("web-1").out())
        .isEqualTo(
            """
            ==> /root/deploy/setup.sh
            set up
            ==> /root/deploy/check.sh
            checked
            ==> /root/deploy/check.sh (standard error)
            too small\u001b[2J
            """);
    assertThat(logs("web-1", "--step", "2").out()).isEqualTo("set up\n");
    assertThat(logs("web-1", "--follow").out()).contains("checked\n");
    assertThat(logs("web-1", "--step", "7").err()).contains("it has not begun a step 7");
    machine.terminals = Set.of(Standard.OUT);
    assertThat(logs("web-1").out()).contains("too small\\u001b[2J");
  }

  @Test
  void what_is_asked_for_wrongly_is_told_with_what_to_do() {
    assertThat(runs("shew").err()).contains("there is no action 'shew'", "use show or prune");
    assertThat(runs("show").err()).contains("which run?", "provision runs show web-1");
    assertThat(runs("show", "web-9").err()).contains("there is no run 'web-9'", "provision runs");
    assertThat(runs("prune").err()).contains("--older-than 30d");
    assertThat(logs().err()).contains("of which run?");
  }

  @Test
  void prune_deletes_what_is_old_and_has_ended() throws IOException {
    deploy("web-1");
    Path kept = only(home.resolve(".provision/state/runs"));

    assertThat(runs("prune", "--older-than", "1d").err()).contains("0 runs deleted");
    assertThat(kept).exists();
    Path interrupted = kept.resolveSibling("20200101-000000-aaaa");
    Files.createDirectories(interrupted);
    Files.writeString(
        interrupted.resolve("run.jsonl"),
        Files.readString(kept.resolve("run.jsonl"))
            .lines()
            .findFirst()
            .orElseThrow()
            .replaceFirst("\"pid\":\"\\d+\"", "\"pid\":\"999999999\""));
    Files.setLastModifiedTime(kept, FileTime.fromMillis(0));

    assertThat(runs("prune", "--older-than", "0s").err()).contains("1 run deleted");
    assertThat(kept).doesNotExist();
    assertThat(interrupted).as("an interrupted one is kept").exists();
  }

  private static Path only(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList().getFirst();
    }
  }
}
