package dev.provision.adapter.sshd.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.PathPattern;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same run under other shells, as login shell and as `/bin/sh`, and with other tools.
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT) // most of the time is waiting
final class ShellDialectsTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc one";
  private static final String NAME = "it's \"a\" $name\nwith \u0141\u00fc -- *";

  /// What POSIX names, without `pax`, and `tar`, which it does not.
  private static final List<String> POSIX =
      List.of(
          "cat", "chmod", "chown", "cmp", "cp", "dd", "env", "grep", "id", "ln", "ls", "mkdir",
          "mkfifo", "mv", "printf", "rm", "rmdir", "sed", "sh", "sleep", "tr", "uname", "wc");

  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "ksh", "mksh", "zsh"})
  void a_run_is_the_same_under(String shell) throws Exception {
    String program = Programs.require(shell).toString();

    assertRuns(node(List.of(program), program, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fish", "tcsh"})
  void a_run_is_the_same_for_whom_logs_in_to(String shell) throws Exception {
    assertRuns(node(List.of(Programs.require(shell).toString()), "/bin/sh", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "ksh", "mksh", "zsh"})
  void a_run_is_the_same_without_tar_under(String shell) throws Exception {
    Path tools = tools(POSIX);
    Files.delete(tools.resolve("sh"));
    Files.createSymbolicLink(tools.resolve("sh"), Programs.require(shell));

    assertRuns(node(List.of("/bin/sh"), tools + "/sh", tools.toString()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_run_is_the_same_with_busybox_and_nothing_else(boolean tar) throws Exception {
    String busybox = Programs.require("busybox").toString();
    Path tools = Files.createDirectory(temporary.resolve("tools"));
    for (String tool : Programs.run(busybox, "--list").lines().toList()) {
      if (tar || !tool.equals("tar")) {
        Files.createSymbolicLink(tools.resolve(tool), Path.of(busybox));
      }
    }

    assertRuns(node(List.of(busybox, "sh"), tools + "/sh", tools.toString()));
  }

  @Test
  void a_run_is_the_same_with_no_more_than_posix_names_and_tar() throws Exception {
    Path tools = tools(POSIX);
    Files.createSymbolicLink(tools.resolve("tar"), Programs.require("tar"));

    assertRuns(node(List.of("/bin/sh"), "/bin/sh", tools.toString()));
  }

  @Test
  void a_run_is_the_same_with_the_tar_of_bsd() throws Exception {
    Path tools = tools(POSIX);
    Files.createSymbolicLink(tools.resolve("tar"), Programs.require("bsdtar"));

    assertRuns(node(List.of("/bin/sh"), "/bin/sh", tools.toString()));
  }

  @Test
  void what_a_login_shell_says_on_its_own_account_and_a_strict_umask_change_nothing()
      throws Exception {
    String noise =
        "echo Welcome; echo 'to this host' >&2; printf 'no end of line: '; umask 0777;"
            + " exec /bin/sh \"$@\"";

    assertRuns(node(List.of("/bin/sh", "-c", noise, "login"), "/bin/sh", ""));
  }

  @Test
  void an_archive_that_ends_early_does_nothing_without_tar_either() throws Exception {
    Path tools = tools(POSIX);
    Path head = Programs.require("head");
    EmbeddedNode node =
        new EmbeddedNode(
            temporary,
            List.of("/bin/sh"),
            command -> head + " -c 20000 | { " + command + "; }",
            Map.of("PATH", tools.toString()));
    Path target = Path.of(node.directory(), "f");
    List<Step> steps =
        List.of(
            new PutFile(target.toString(), Content.of(new byte[10_000]), 0600, Optional.empty()));

    ShellException thrown;
    try (RemoteShell shell = connect(node)) {
      thrown =
          catchThrowableOfType(
              ShellException.class, () -> shell.apply(steps, new RecordingObserver()));
    } finally {
      node.close();
    }

    assertThat(thrown.failure()).isInstanceOf(ShellFailure.TransferFailed.class);
    assertThat(thrown.failure().reason()).contains("unpacking the archive failed");
    assertThat(target).doesNotExist();
  }

  /// Lest JUnit warns of each link that leads out of its directory.
  @AfterEach
  void removeLinks() throws IOException {
    Path tools = temporary.resolve("tools");
    if (Files.exists(tools)) {
      try (Stream<Path> links = Files.list(tools)) {
        for (Path link : links.toList()) {
          Files.delete(link);
        }
      }
    }
  }

  /// @param sh what is taken for `/bin/sh`
  /// @param path the `PATH`, if it is another one
  private EmbeddedNode node(List<String> loginShell, String sh, String path) throws Exception {
    return new EmbeddedNode(
        temporary,
        loginShell,
        command -> command.replace("/bin/sh -c", sh + " -c"),
        path.isEmpty() ? Map.of() : Map.of("PATH", path));
  }

  private Path tools(List<String> names) throws Exception {
    Path tools = Files.createDirectory(temporary.resolve("tools"));
    for (String name : names) {
      Files.createSymbolicLink(tools.resolve(name), Programs.require(name));
    }
    return tools;
  }

  private static RemoteShell connect(EmbeddedNode node) {
    return node.port().connect(node.endpoint(), Duration.ofSeconds(20), reason -> {});
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
    steps.add(directory(node, binary, false));
    steps.add(directory(node, binary, false));
    steps.add(directory(node, new byte[0], true));
    RecordingObserver observer = new RecordingObserver();
    List<StepResult> results;
    try (RemoteShell shell = connect(node)) {
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
    assertThat(results.get(7)).isEqualTo(new StepResult.DirectoryPut(4, 0));
    assertThat(results.get(8)).isEqualTo(new StepResult.DirectoryPut(0, 0));
    assertThat(results.get(9)).isEqualTo(new StepResult.DirectoryPut(1, 1));
    Path made = Path.of(node.directory(), "made", NAME + "d");
    assertThat(made.resolve(NAME).resolve(NAME)).isEmptyFile();
    assertThat(made.resolve("kept.log")).hasBinaryContent(binary);
    assertThat(made.resolve("l")).doesNotExist();
    assertThat(Files.readAllBytes(target)).isEqualTo(binary);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-r-----");
    assertThat(Files.readAllLines(keys)).hasSize(2);
  }

  private static Step directory(EmbeddedNode node, byte[] bytes, boolean delete) {
    List<DirectoryEntry> entries = new ArrayList<>();
    entries.add(new DirectoryEntry.Directory(NAME, 0700));
    entries.add(new DirectoryEntry.File(NAME + "/" + NAME, Content.of(bytes), 0640));
    if (!delete) {
      entries.add(new DirectoryEntry.Link("l", NAME));
      entries.add(new DirectoryEntry.File("kept.log", Content.of(bytes), 0600));
    }
    return new PutDirectory(
        node.directory() + "/made/" + NAME + "d",
        entries,
        delete,
        List.of(new PathPattern("*.log")),
        Optional.empty());
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
