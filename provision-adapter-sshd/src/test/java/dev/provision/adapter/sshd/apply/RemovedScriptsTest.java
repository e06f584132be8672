package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.adapter.sshd.NodeTools;
import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.Afterwards;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Scripts with secrets do not stay on the node, whatever ends the run, and whatever its shell is.
@Timeout(120)
final class RemovedScriptsTest {
  /// What POSIX names of what the runner uses, and `tar`.
  private static final List<String> TOOLS =
      List.of(
          "cat", "chmod", "chown", "cmp", "cp", "date", "env", "grep", "id", "ln", "ls", "mkdir",
          "mkfifo", "mv", "rm", "rmdir", "sleep", "tar", "tr", "uname", "wc");

  /// Sets runner to the runner's process: the parent of the one that waits for the script.
  private static final String RUNNER = "read -r _ _ _ runner _ </proc/$PPID/stat\ncd ${0%/*}\n";

  @TempDir private Path temporary;
  private @Nullable EmbeddedNode node;
  private @Nullable NodeTools tools;

  @AfterEach
  void end() throws Exception {
    if (node != null) {
      node.close();
    }
    if (tools != null) {
      tools.close();
    }
  }

  /// @param sh what is taken for `/bin/sh`
  /// @param path the `PATH`, if it is another one
  private EmbeddedNode node(String sh, String path) throws Exception {
    if (node == null) {
      node =
          new EmbeddedNode(
              temporary,
              List.of("/bin/sh"),
              command ->
                  (path.isEmpty() ? "" : "PATH=" + path + "; export PATH; ")
                      + command.replace("/bin/sh -c", sh + " -c"),
              Map.of());
    }
    return node;
  }

  private List<StepResult> apply(Step... steps) throws Exception {
    return apply(node("/bin/sh", ""), steps);
  }

  private static List<StepResult> apply(EmbeddedNode node, Step... steps) {
    try (RemoteShell shell =
        node.port().connect(node.endpoint(), Duration.ofSeconds(20), reason -> {})) {
      return shell.apply(List.of(steps), new RecordingObserver());
    }
  }

  private Path there(String name) {
    return temporary.resolve("node").resolve(name);
  }

  private RunScript script(String name, String text) {
    return script(name, text, Map.of(), Optional.empty());
  }

  private RunScript script(
      String name, String text, Map<String, String> environment, Optional<Duration> limit) {
    return new RunScript(
        there(name).toString(),
        Content.of(text.getBytes(UTF_8)),
        0755,
        environment,
        limit,
        OnFailure.CONTINUE,
        Afterwards.REMOVED);
  }

  private PutFile file() {
    return new PutFile(
        there("f").toString(), Content.of("f".getBytes(UTF_8)), 0644, Optional.empty());
  }

  private static void await(Path gone) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (Files.exists(gone)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void a_script_whose_runner_is_killed_is_removed_when_it_ends() throws Exception {
    apply(
        script(
            "secret.sh",
            RUNNER
                + "kill -KILL $runner\nwhile kill -0 $runner; do sleep 0.05; done 2>/dev/null\n"
                + "[ -e \"$0\" ] && echo here >ran"));

    await(there("secret.sh"));
    assertThat(there("ran")).hasContent("here\n");
  }

  @Test
  void a_script_that_is_killed_with_its_runner_is_removed_by_the_next_run() throws Exception {
    apply(script("secret.sh", RUNNER + "kill -KILL $runner $PPID $$"));
    assertThat(there("secret.sh")).exists();

    assertThat(apply(file())).containsExactly(new StepResult.FilePut(true));

    assertThat(there("secret.sh")).doesNotExist();
  }

  @Test
  void the_next_run_removes_no_script_of_a_killed_run_that_was_removed_before() throws Exception {
    apply(
        script("secret.sh", "true"),
        new RunScript(
            there("killer").toString(),
            Content.of(
                ("echo mine >" + there("secret.sh") + "; kill -KILL $PPID; sleep 1")
                    .getBytes(UTF_8)),
            0755,
            Map.of(),
            Optional.empty(),
            OnFailure.STOP));

    apply(file());

    assertThat(there("secret.sh")).hasContent("mine\n");
  }

  @Test
  void a_script_whose_runner_is_told_to_end_is_removed() throws Exception {
    for (String signal : List.of("TERM", "HUP", "INT")) {
      RunScript script =
          script("secret.sh", RUNNER + "kill -" + signal + " $runner; kill -TERM $PPID");

      try {
        apply(script);
      } catch (ShellException e) { // unless its end is seen before that of the runner
        assertThat(e)
            .hasMessageContaining("was terminated on the node during " + there("secret.sh"));
      }

      await(there("secret.sh"));
    }
  }

  @Test
  void variables_of_the_script_do_not_name_another_file() throws Exception {
    String other = temporary.resolve("other").toString();
    Files.writeString(Path.of(other), "other");

    List<StepResult> results =
        apply(
            script(
                "secret.sh",
                RUNNER + "kill -KILL $runner; sleep 1; echo $secret $s >ran",
                Map.of("secret", other, "removing", other, "s", other, "w", other, "PATH", "/bin"),
                Optional.empty()));

    assertThat(results).hasSize(1);
    await(there("secret.sh"));
    assertThat(there("ran")).hasContent(other + " " + other + "\n");
    assertThat(Path.of(other)).hasContent("other");
  }

  @Test
  void nothing_of_it_stays_where_it_was_unpacked() throws Exception {
    RunScript secret = script("secret.sh", "echo the-secret >/dev/null");
    RunScript looks =
        script("looks.sh", "cat ${0%/*}/.provision-*/0 /tmp/.provision-*/0 2>/dev/null; true");

    List<StepResult> results = apply(secret, looks);

    assertThat(((StepResult.ScriptRan) results.getLast()).stdout().text()).isEmpty();
  }

  @Test
  void a_script_with_a_missing_interpreter_says_so_and_is_removed() throws Exception {
    StepResult.ScriptRan ran =
        (StepResult.ScriptRan) apply(script("secret.sh", "#!/no/such/program\n")).getFirst();

    assertThat(ran.exit().success()).isFalse();
    assertThat(ran.stderr().text()).contains("/no/such/program");
    assertThat(there("secret.sh")).doesNotExist();
  }

  @Test
  void a_script_that_cannot_be_removed_is_remarked_on() throws Exception {
    StepResult result = apply(script("secret.sh", "rm \"$0\"; mkdir -p \"$0/x\"")).getFirst();

    assertThat(result.remark())
        .startsWith("it could not be removed, although it contains a secret: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "ksh", "mksh", "zsh"})
  void scripts_are_removed_under(String shell) throws Exception {
    assertRemoves(Programs.require(shell).toString(), "");
  }

  @Test
  void scripts_are_removed_with_busybox_and_nothing_else() throws Exception {
    Path busybox = Programs.require("busybox");
    NodeTools its = NodeTools.in(temporary, List.of());
    tools = its;
    for (String tool : Programs.run(busybox.toString(), "--list").lines().toList()) {
      Files.createSymbolicLink(its.directory().resolve(tool), busybox);
    }

    assertRemoves(its.directory() + "/sh", its.path());
  }

  @Test
  void scripts_are_removed_without_perl() throws Exception {
    NodeTools its = NodeTools.in(temporary, TOOLS);
    tools = its;

    assertRemoves("/bin/sh", its.path());
  }

  private void assertRemoves(String sh, String path) throws Exception {
    UnaryOperator<String> leaves = name -> "ls -ln \"$0\" >>" + there(name) + "\n";
    Duration limit = Duration.ofMillis(300);

    List<StepResult> results =
        apply(
            node(sh, path),
            script("a", leaves.apply("log") + "exit 7"),
            script("b", leaves.apply("log") + "kill -TERM $$; sleep 9"),
            script("c", leaves.apply("log") + "sleep 9", Map.of(), Optional.of(limit)),
            script("d", leaves.apply("log") + "echo out; echo err >&2"));

    assertThat(results).as(results.toString()).allMatch(StepResult.ScriptRan.class::isInstance);
    assertThat(results)
        .extracting(result -> ((StepResult.ScriptRan) result).exit())
        .containsExactly(
            new ExitStatus.Exited(7),
            new ExitStatus.Signaled("TERM"),
            new ExitStatus.TimedOut(limit),
            new ExitStatus.Exited(0));
    StepResult.ScriptRan last = (StepResult.ScriptRan) results.getLast();
    assertThat(last.stdout().text() + last.stderr().text()).isEqualTo("out\nerr\n");
    assertThat(((StepResult.ScriptRan) results.get(1)).stderr().text()).isEmpty();
    assertThat(last.remark()).isEmpty();
    assertThat(there("log")).content().matches("(-rwx------.*\n){4}");
    assertThat(temporary.resolve("node")).isDirectoryContaining("glob:**/log");
    try (var files = Files.list(temporary.resolve("node"))) {
      assertThat(files.map(Path::getFileName)).containsExactly(Path.of("log"));
    }
  }
}
