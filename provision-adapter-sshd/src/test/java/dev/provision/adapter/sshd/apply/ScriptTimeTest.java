package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A script's time is over when that time has passed, whatever becomes of the node's `sleep`.
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT) // most of the time is waiting
final class ScriptTimeTest {
  @TempDir private Path temporary;

  private Path program(String name, String text) throws IOException {
    Path bin = Files.createDirectories(temporary.resolve("bin"));
    Files.writeString(bin.resolve(name), text);
    assertThat(bin.resolve(name).toFile().setExecutable(true)).isTrue();
    return bin;
  }

  private ExitStatus exit(String sleep, String text, Duration limit) throws Exception {
    Path bin = program("sleep", sleep);
    EmbeddedNode node =
        new EmbeddedNode(
            temporary,
            List.of("/bin/sh"),
            command -> command,
            Map.of("PATH", bin + ":" + System.getenv("PATH")));
    RunScript script =
        new RunScript(
            node.directory() + "/s",
            Content.of(text.getBytes(UTF_8)),
            0755,
            Map.of(),
            Optional.of(limit),
            OnFailure.STOP);
    try (RemoteShell shell =
        node.port().connect(node.endpoint(), Duration.ofSeconds(20), reason -> {})) {
      StepResult result = shell.apply(List.of(script), new RecordingObserver()).getFirst();
      return ((StepResult.ScriptRan) result).exit();
    } finally {
      node.close();
    }
  }

  private static final String WHOLE_SECONDS =
      "#!/bin/sh\ncase $* in *.*) exit 1;; esac\nexec /bin/sleep \"$@\"\n";

  private static final String AT_ONCE = "#!/bin/sh\nexit 0\n";

  @Test
  void a_sleep_that_takes_whole_seconds_only_does_not_end_a_script_early() throws Exception {
    assertThat(exit(WHOLE_SECONDS, "/bin/sleep 1.5; exit 5\n", Duration.ofMinutes(10)))
        .isEqualTo(new ExitStatus.Exited(5));
  }

  @Test
  void a_sleep_that_is_killed_does_not_end_a_script_early() throws Exception {
    String killed = "#!/bin/sh\nkill -KILL $$\n";

    assertThat(exit(killed, "/bin/sleep 1.5; exit 5\n", Duration.ofMinutes(10)))
        .isEqualTo(new ExitStatus.Exited(5));
  }

  @Test
  void a_sleep_that_returns_at_once_does_not_end_a_script_early() throws Exception {
    assertThat(exit(AT_ONCE, "/bin/sleep 1.5; exit 5\n", Duration.ofMinutes(10)))
        .isEqualTo(new ExitStatus.Exited(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {WHOLE_SECONDS, AT_ONCE})
  void the_time_is_over_all_the_same(String sleep) throws Exception {
    Duration limit = Duration.ofMillis(1500);

    assertThat(exit(sleep, "/bin/sleep 50\n", limit)).isEqualTo(new ExitStatus.TimedOut(limit));
  }

  /// A busy node takes its time to begin a script. Here that is a process which nothing tells from
  /// others.
  @Test
  void a_script_that_begins_after_its_time_is_ended_too() throws Exception {
    program(
        "setsid",
        "#!/bin/sh\nexec env -i /bin/sh -c '/bin/sleep 2; exec setsid \"$@\"' late \"$@\"\n");
    long start = System.nanoTime();
    Duration limit = Duration.ofSeconds(1);

    assertThat(exit("#!/bin/sh\nexec /bin/sleep \"$@\"\n", "/bin/sleep 50\n", limit))
        .isEqualTo(new ExitStatus.TimedOut(limit));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
  }
}
