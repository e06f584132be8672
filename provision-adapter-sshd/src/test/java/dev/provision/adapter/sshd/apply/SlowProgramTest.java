package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.adapter.sshd.NodeTools;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A program of the node's that hangs before the first step is named; Perl is done without.
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT) // most of the time is waiting
final class SlowProgramTest {
  private static final List<String> TOOLS =
      List.of(
          "cat", "chmod", "cmp", "df", "env", "flock", "grep", "id", "ls", "mkdir", "mkfifo", "mv",
          "rm", "rmdir", "setsid", "sh", "sleep", "tar", "uname", "wc");

  @TempDir private Path temporary;
  private NodeTools tools;
  private final RecordingObserver observer = new RecordingObserver();

  @BeforeEach
  void tools() throws Exception {
    tools = NodeTools.in(temporary, TOOLS);
  }

  @AfterEach
  void end() throws Exception {
    tools.close();
  }

  private List<StepResult> apply(Duration limit) throws Exception {
    EmbeddedNode node =
        new EmbeddedNode(
            temporary,
            List.of("/bin/sh"),
            command -> command,
            Map.of("PATH", tools.path(), "TMPDIR", temporary.toString()));
    List<Step> steps =
        List.of(
            new PutFile(
                node.directory() + "/f", Content.of("f".getBytes(UTF_8)), 0644, Optional.empty()),
            new RunScript(
                node.directory() + "/s",
                Content.of("echo ok\n".getBytes(UTF_8)),
                0755,
                Map.of(),
                Optional.of(Duration.ofSeconds(30)),
                OnFailure.STOP));
    try (RemoteShell shell = node.port().connect(node.endpoint(), limit, _ -> {})) {
      return shell.apply(steps, observer);
    } finally {
      node.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec sleep 40", "sleep 40", "exit 3", "echo no; exec sleep 40"})
  void a_perl_that_does_not_begin_is_named_and_done_without(String perl) throws Exception {
    tools.replace("perl", perl);

    List<StepResult> results = apply(Duration.ofSeconds(20));

    assertThat(results).allMatch(StepResult::ok);
    assertThat(((StepResult.ScriptRan) results.get(1)).stdout().text()).isEqualTo("ok\n");
    if (perl.contains("sleep")) { // one that ends at once may not be waited for
      assertThat(observer.awaited()).anyMatch(what -> what.startsWith("perl on "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ls", "mkdir", "tar", "mkfifo"})
  void a_program_that_never_ends_is_named_and_ends_the_run_at_the_limit(String name)
      throws Exception {
    tools.replace(name, "exec sleep 20");

    ShellException thrown =
        catchThrowableOfType(ShellException.class, () -> apply(Duration.ofSeconds(3)));

    assertThat(thrown.failure()).isInstanceOf(ShellFailure.TimedOut.class);
    assertThat(thrown.failure().reason()).endsWith("; it is waiting for its " + name);
    assertThat(observer.awaited().getLast()).startsWith(name + " on ");
    assertThat(Files.exists(Path.of(temporary.toString(), "f"))).isFalse();
  }
}
