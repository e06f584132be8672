package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.adapter.sshd.NodeTools;
import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A script empties the directory of temporary files, or mounts something over it, with and without
/// Perl.
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT) // most of the time is waiting
final class VanishedDirectoryTest {
  private static final List<String> TOOLS =
      List.of(
          "cat", "chmod", "cmp", "cp", "df", "env", "find", "flock", "grep", "id", "ls", "mkdir",
          "mkfifo", "mount", "mv", "rm", "rmdir", "setsid", "sh", "sleep", "tar", "uname",
          "unshare", "wc");

  @TempDir private Path temporary;

  private Path temp() {
    return temporary.resolve("tmp");
  }

  private String target(String name) {
    return temporary.resolve("node").resolve(name).toString();
  }

  private List<StepResult> apply(boolean perl, Step... steps) throws Exception {
    NodeTools tools = NodeTools.in(temporary, TOOLS);
    Files.createDirectory(temp());
    if (perl) {
      tools.add("perl");
    }
    EmbeddedNode node =
        new EmbeddedNode(
            temporary,
            List.of(Programs.require("unshare").toString(), "-Urm", "/bin/sh"),
            command -> command,
            Map.of("PATH", tools.path(), "TMPDIR", temp().toString()));
    try (RemoteShell shell =
        node.port().connect(node.endpoint(), Duration.ofSeconds(20), reason -> {})) {
      return shell.apply(List.of(steps), new RecordingObserver());
    } finally {
      node.close();
      awaitEndOfProcesses();
      tools.close();
    }
  }

  /// What tidies up behind a run may still make files when its connection has been closed.
  private void awaitEndOfProcesses() throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (ProcessHandle.allProcesses().anyMatch(this::isOfNode) && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
  }

  private boolean isOfNode(ProcessHandle process) {
    try {
      return Files.readString(
              Path.of("/proc", String.valueOf(process.pid()), "environ"),
              StandardCharsets.ISO_8859_1)
          .contains("TMPDIR=" + temp());
    } catch (IOException _) {
      return false; // it has ended, or is another user's
    }
  }

  private RunScript script(String name, String text, Optional<Duration> limit) {
    return new RunScript(
        target(name), Content.of(text.getBytes(UTF_8)), 0755, Map.of(), limit, OnFailure.CONTINUE);
  }

  private RunScript script(String name, String text) {
    return script(name, text, Optional.empty());
  }

  private PutFile file() {
    return new PutFile(target("f"), Content.of("text".getBytes(UTF_8)), 0644, Optional.empty());
  }

  private static String stdout(StepResult result) {
    return ((StepResult.ScriptRan) result).stdout().text();
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void where_something_is_mounted_over_it_all_goes_on_and_nothing_is_left_below(boolean perl)
      throws Exception {
    List<StepResult> results =
        apply(
            perl,
            script("cover", "mount -t tmpfs cover \"$TMPDIR\" && echo covered\n"),
            script("s", "echo ok; echo done >" + target("done") + "\n"),
            file());

    assertThat(results).allMatch(StepResult::ok);
    assertThat(stdout(results.get(0))).isEqualTo("covered\n");
    assertThat(stdout(results.get(1))).isEqualTo("ok\n");
    assertThat(Path.of(target("f"))).hasContent("text");
    assertThat(Path.of(target("done"))).exists();
    assertThat(list(temp())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void where_it_is_emptied_the_later_steps_say_so(boolean perl) throws Exception {
    List<StepResult> results =
        apply(
            perl,
            script("clean", "find \"$TMPDIR\" -mindepth 1 -delete; echo cleaned\n"),
            script("s", "echo ok\n"),
            file());

    assertThat(stdout(results.get(0))).isEqualTo("cleaned\n");
    for (StepResult result : results.subList(1, 3)) {
      assertThat(((StepResult.Failed) result).reason())
          .contains("a script of this run has removed " + temp() + "/.provision-");
    }
    assertThat(Path.of(target("f"))).doesNotExist();
  }

  /// What a script does to the pipes that carry the next one's output.
  private static Stream<Arguments> pipes() {
    return Stream.of(
            "-delete",
            "-exec chmod 000 {} ;",
            "-exec cp /dev/null {}.new ; -exec mv -f {}.new {} ;",
            "-exec rm {} ; -exec mkdir {} ;")
        .flatMap(act -> Stream.of(Arguments.of(act, true), Arguments.of(act, false)));
  }

  @ParameterizedTest
  @MethodSource("pipes")
  void where_its_pipes_are_others_or_gone_the_output_of_the_later_scripts_comes(
      String act, boolean perl) throws Exception {
    String all = act.replace(";", "\\;");

    List<StepResult> results =
        apply(
            perl,
            script("clean", "find \"$TMPDIR\"/.provision-* -type p " + all + "; echo done\n"),
            script("s", "echo ok; echo err >&2\n"),
            file());

    assertThat(results).allMatch(StepResult::ok);
    assertThat(stdout(results.get(0))).isEqualTo("done\n");
    assertThat(stdout(results.get(1))).isEqualTo("ok\n");
    assertThat(((StepResult.ScriptRan) results.get(1)).stderr().text()).isEqualTo("err\n");
    assertThat(list(temp())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_copy_that_is_mounted_over_it_is_not_used_and_is_removed(boolean perl) throws Exception {
    Path copy = Files.createDirectory(temporary.resolve("copy"));
    String move =
        "cp -a \"$TMPDIR\"/. %s/ && mount --bind %s \"$TMPDIR\" && echo moved\n"
            .formatted(copy, copy);

    List<StepResult> results = apply(perl, script("move", move), script("s", "echo ok\n"), file());

    assertThat(results).allMatch(StepResult::ok);
    assertThat(stdout(results.get(0))).isEqualTo("moved\n");
    assertThat(stdout(results.get(1))).isEqualTo("ok\n");
    assertThat(Path.of(target("f"))).hasContent("text");
    assertThat(list(temp())).isEmpty();
    assertThat(list(copy)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_copy_in_its_place_is_not_used_and_is_removed(boolean perl) throws Exception {
    String replace =
        "cd \"$TMPDIR\"; for d in .provision-*; do cp -a $d new; rm -r $d; mv new $d; done;"
            + " echo replaced\n";

    List<StepResult> results =
        apply(perl, script("replace", replace), script("s", "echo ok\n"), file());

    assertThat(stdout(results.get(0))).isEqualTo("replaced\n");
    for (StepResult result : results.subList(1, 3)) {
      assertThat(((StepResult.Failed) result).reason())
          .contains("a script of this run has removed " + temp() + "/.provision-", "copy");
    }
    assertThat(list(temp())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void where_its_mode_is_taken_all_goes_on(boolean perl) throws Exception {
    List<StepResult> results =
        apply(
            perl,
            script("close", "chmod 000 \"$TMPDIR\"/.provision-*; echo closed\n"),
            script("s", "echo ok\n"),
            file());

    assertThat(results).allMatch(StepResult::ok);
    assertThat(stdout(results.get(1))).isEqualTo("ok\n");
    assertThat(list(temp())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void where_no_pipes_can_be_made_any_more_that_is_why_no_script_is_run(boolean perl)
      throws Exception {
    List<StepResult> results =
        apply(
            perl,
            script(
                "cover",
                "cd \"$TMPDIR\"/.provision-*; rm o; mkdir o; mount -t tmpfs cover o && echo no\n"),
            script("s", "echo ok; echo done >" + target("done") + "\n"));

    assertThat(stdout(results.get(0))).isEqualTo("no\n");
    assertThat(((StepResult.Failed) results.get(1)).reason())
        .contains("s: it is not run, as its output could not be read", "busy");
    assertThat(Path.of(target("done"))).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_time_of_a_script_that_empties_it_is_over_all_the_same(boolean perl) throws Exception {
    Duration limit = Duration.ofMillis(700);

    List<StepResult> results =
        apply(
            perl,
            script(
                "clean", "find \"$TMPDIR\" -mindepth 1 -delete; sleep 60\n", Optional.of(limit)));

    assertThat(((StepResult.ScriptRan) results.getFirst()).exit())
        .isEqualTo(new ExitStatus.TimedOut(limit));
  }
}
