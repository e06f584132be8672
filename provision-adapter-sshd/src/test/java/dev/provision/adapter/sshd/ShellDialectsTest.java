package dev.provision.adapter.sshd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.Content;
import dev.provision.ports.shell.AuthorizeKeys;
import dev.provision.ports.shell.ExitStatus;
import dev.provision.ports.shell.PutFile;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RunScript;
import dev.provision.ports.shell.RunScript.OnFailure;
import dev.provision.ports.shell.Step;
import dev.provision.ports.shell.StepResult;
import dev.provision.testkit.RecordingObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same run under other shells, as login shell and as `/bin/sh`, and with other tools.
@Timeout(120)
final class ShellDialectsTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc one";
  private static final String NAME = "it's \"a\" $name\nwith \u0141\u00fc -- *";

  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "ksh", "zsh"})
  void a_run_is_the_same_under(String shell) throws Exception {
    String program = Programs.require(shell).toString();
    EmbeddedNode node =
        new EmbeddedNode(
            temporary,
            List.of(program),
            command -> command.replace("exec /bin/sh ", "exec " + program + " "),
            Map.of());

    assertRuns(node);
  }

  @Test
  void a_run_is_the_same_with_busybox_and_nothing_else() throws Exception {
    String busybox = Programs.require("busybox").toString();
    Path tools = Files.createDirectory(temporary.resolve("tools"));
    for (String tool : Programs.run(busybox, "--list").lines().toList()) {
      Files.createSymbolicLink(tools.resolve(tool), Path.of(busybox));
    }
    EmbeddedNode node =
        new EmbeddedNode(
            temporary,
            List.of(busybox, "sh"),
            command -> command.replace("exec /bin/sh ", "exec " + tools + "/sh "),
            Map.of("PATH", tools.toString()));

    assertRuns(node);
  }

  @Test
  void a_run_is_the_same_with_no_more_than_posix_names() throws Exception {
    Path tools = Files.createDirectory(temporary.resolve("tools"));
    List<String> names =
        List.of(
            "cat", "chmod", "chown", "cp", "env", "grep", "id", "ln", "ls", "mkdir", "mkfifo", "mv",
            "rm", "sh", "sleep", "tar", "wc");
    for (String name : names) {
      Files.createSymbolicLink(tools.resolve(name), Programs.require(name));
    }
    EmbeddedNode node =
        new EmbeddedNode(
            temporary, List.of("/bin/sh"), command -> command, Map.of("PATH", tools.toString()));

    assertRuns(node);
  }

  private void assertRuns(EmbeddedNode node) throws Exception {
    byte[] binary = new byte[100_000];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) (i * 7);
    }
    Path target = Path.of(node.directory(), "made", NAME);
    Path keys = Path.of(node.directory(), "home/.ssh/authorized_keys");
    List<Step> steps = new ArrayList<>();
    steps.add(new AuthorizeKeys(keys.toString(), List.of(KEY)));
    steps.add(new AuthorizeKeys(keys.toString(), List.of(KEY, KEY.replace("AAAAC3", "AAAAC4"))));
    steps.add(new PutFile(target.toString(), Content.of(binary), 0640, Optional.empty()));
    steps.add(
        script(node, "echo \"$A\"; echo err >&2; cat; (sleep 30 &) ; exit 7", Optional.empty()));
    steps.add(script(node, "kill -KILL $$", Optional.empty()));
    steps.add(script(node, "sleep 300", Optional.of(Duration.ofMillis(200))));
    steps.add(script(node, "#!/bin/cat\n", Optional.empty()));
    RecordingObserver observer = new RecordingObserver();
    List<StepResult> results;
    try (RemoteShell shell =
        node.port().connect(node.endpoint(), Duration.ofSeconds(20), reason -> {})) {
      results = shell.apply(steps, observer);
    } finally {
      node.close();
    }

    assertThat(results.get(0)).isEqualTo(new StepResult.KeysAuthorized(1));
    assertThat(results.get(1)).isEqualTo(new StepResult.KeysAuthorized(1));
    assertThat(results.get(2)).isEqualTo(new StepResult.FilePut(true));
    assertThat(ran(results.get(3)).exit()).isEqualTo(new ExitStatus.Exited(7));
    assertThat(ran(results.get(3)).stdout().text()).isEqualTo("it's $A\n");
    assertThat(ran(results.get(3)).stderr().text()).isEqualTo("err\n");
    assertThat(ran(results.get(4)).exit()).isEqualTo(new ExitStatus.Signaled("KILL"));
    assertThat(ran(results.get(4)).stderr().size()).isZero();
    assertThat(ran(results.get(5)).exit())
        .isEqualTo(new ExitStatus.TimedOut(Duration.ofMillis(200)));
    assertThat(ran(results.get(6)).stdout().text()).isEqualTo("#!/bin/cat\n");
    assertThat(Files.readAllBytes(target)).isEqualTo(binary);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-r-----");
    assertThat(Files.readAllLines(keys)).hasSize(2);
  }

  private static RunScript script(EmbeddedNode node, String text, Optional<Duration> timeout) {
    return new RunScript(
        node.directory() + "/script",
        Content.of(text.getBytes(UTF_8)),
        0755,
        Map.of("A", "it's $A"),
        timeout,
        OnFailure.CONTINUE);
  }

  private static StepResult.ScriptRan ran(StepResult result) {
    return (StepResult.ScriptRan) result;
  }
}
