package dev.provision.adapter.sshd.apply;

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
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// File systems that are full, read-only, small, missing, or let nothing run: each command finds
/// them mounted in a namespace of its own.
@Timeout(120)
final class ConfinedNodeTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc one";
  private static final int MEBI = 1 << 20;

  @TempDir private Path temporary;
  private @Nullable EmbeddedNode node;

  @AfterEach
  void end() {
    if (node != null) {
      node.close();
    }
  }

  /// @param mounts run before each command, with `$d` the node's directory
  private List<StepResult> apply(String mounts, Step... steps) throws Exception {
    Path unshare = Programs.require("unshare");
    String login = "d=" + directory() + "\n" + mounts + "\nexec /bin/sh \"$@\"";
    EmbeddedNode made =
        new EmbeddedNode(
            temporary,
            List.of(unshare.toString(), "-Urm", "/bin/sh", "-ec", login, "login"),
            command -> command,
            Map.of());
    node = made;
    try (RemoteShell shell =
        made.port().connect(made.endpoint(), Duration.ofSeconds(20), reason -> {})) {
      return shell.apply(List.of(steps), new RecordingObserver());
    }
  }

  private String directory() {
    return temporary.resolve("node").toString();
  }

  private ShellFailure failure(String mounts, Step... steps) {
    ShellException thrown = catchThrowableOfType(ShellException.class, () -> apply(mounts, steps));
    assertThat(thrown).isNotNull();
    return thrown.failure();
  }

  private PutFile file(String name, int size) {
    return new PutFile(
        directory() + "/" + name, Content.of(new byte[size]), 0644, Optional.empty());
  }

  private RunScript script(String name, String text) {
    return new RunScript(
        directory() + "/" + name,
        Content.of(text.getBytes(UTF_8)),
        0755,
        Map.of(),
        Optional.empty(),
        OnFailure.CONTINUE);
  }

  private static StepResult.ScriptRan ran(StepResult result) {
    assertThat(result).isInstanceOf(StepResult.ScriptRan.class);
    return (StepResult.ScriptRan) result;
  }

  private static String reason(StepResult result) {
    assertThat(result).isInstanceOf(StepResult.Failed.class);
    return ((StepResult.Failed) result).reason();
  }

  @Test
  void where_temporary_files_cannot_run_scripts_do_all_the_same() throws Exception {
    List<StepResult> results =
        apply(
            "mkdir -p $d/t; mount -t tmpfs -o noexec tmpfs $d/t; TMPDIR=$d/t; export TMPDIR",
            script("s", "#!/bin/sh\necho ran from \"$0\"\n"));

    assertThat(ran(results.getFirst()).stdout().text())
        .isEqualTo("ran from " + directory() + "/s\n");
  }

  @Test
  void a_script_where_nothing_may_run_says_so() throws Exception {
    List<StepResult> results =
        apply(
            "mkdir -p $d/n; mount -t tmpfs -o noexec tmpfs $d/n",
            script("n/s", "#!/bin/sh\necho never\n"),
            script("n/plain", "echo by sh\n"));

    assertThat(ran(results.get(0)).exit()).isEqualTo(new ExitStatus.Exited(126));
    assertThat(ran(results.get(0)).stderr().text())
        .contains(directory() + "/n/s cannot be executed", "noexec");
    assertThat(ran(results.get(1)).stdout().text()).isEqualTo("by sh\n");
  }

  @Test
  void a_directory_on_a_read_only_file_system_is_named() throws Exception {
    String mounts = "mkdir -p $d/r; mount -t tmpfs -o ro tmpfs $d/r";

    assertThat(reason(apply(mounts, file("r/f", 10)).getFirst()))
        .contains(directory() + "/r/f", "Read-only file system");
  }

  @Test
  void a_directory_that_cannot_be_made_on_a_read_only_file_system_is_named() throws Exception {
    String mounts = "mkdir -p $d/r; mount -t tmpfs -o ro tmpfs $d/r";

    assertThat(reason(apply(mounts, file("r/new/f", 10)).getFirst()))
        .contains(directory() + "/r/new/f", "Read-only file system");
  }

  @Test
  void keys_on_a_read_only_file_system_are_named() throws Exception {
    String mounts = "mkdir -p $d/r; mount -t tmpfs -o ro tmpfs $d/r";

    assertThat(
            reason(
                apply(mounts, new AuthorizeKeys(directory() + "/r/.ssh/keys", List.of(KEY)))
                    .getFirst()))
        .contains(directory() + "/r/.ssh/keys", "Read-only file system");
  }

  @Test
  void a_full_disk_is_named_and_keeps_the_old_file_and_nothing_of_the_new_one() throws Exception {
    String mounts = "mkdir -p $d/f; mount -t tmpfs -o size=64k tmpfs $d/f; echo old >$d/f/big";
    String big = "#!/bin/sh\n" + "#\n".repeat(MEBI);

    List<StepResult> results =
        apply(
            mounts,
            script("f/big", big),
            script("list", "cd " + directory() + "/f; ls -A; cat big\n"),
            file("f/big", MEBI),
            file("never", 1));

    assertThat(reason(results.get(0))).contains(directory() + "/f/big", "No space left");
    assertThat(ran(results.get(1)).stdout().text()).isEqualTo("big\nold\n");
    assertThat(reason(results.get(2))).contains(directory() + "/f/big", "No space left");
    assertThat(results.get(3)).isEqualTo(new StepResult.Skipped());
  }

  @Test
  void keys_on_a_full_disk_are_named() throws Exception {
    String mounts =
        "mkdir -p $d/f; mount -t tmpfs -o size=64k tmpfs $d/f;"
            + " cat /dev/zero >$d/f/zeros 2>/dev/null || :";

    List<StepResult> results =
        apply(mounts, new AuthorizeKeys(directory() + "/f/keys", List.of(KEY)));

    assertThat(reason(results.getFirst())).contains(directory() + "/f/keys", "No space left");
  }

  @Test
  void a_full_disk_ends_a_script_as_the_script_decides_and_the_run_goes_on() throws Exception {
    List<StepResult> results =
        apply(
            "mkdir -p $d/f; mount -t tmpfs -o size=128k tmpfs $d/f; TMPDIR=$d/f; export TMPDIR",
            script("s", "#!/bin/sh\ncat /dev/zero >" + directory() + "/f/zeros\n"),
            script("t", "#!/bin/sh\nls -A " + directory() + "/f\n"));

    assertThat(ran(results.get(0)).exit()).isEqualTo(new ExitStatus.Exited(1));
    assertThat(ran(results.get(0)).stderr().text()).contains("No space left");
    assertThat(ran(results.get(1)).stdout().text()).contains("zeros");
  }

  @Test
  void what_does_not_fit_among_temporary_files_goes_elsewhere() throws Exception {
    List<StepResult> results =
        apply(
            "mkdir -p $d/t; mount -t tmpfs -o size=1m tmpfs $d/t; TMPDIR=$d/t; export TMPDIR",
            file("big", 8 * MEBI));

    assertThat(results).containsExactly(new StepResult.FilePut(true));
  }

  @Test
  void the_home_directory_does_where_there_is_no_other_place() throws Exception {
    List<StepResult> results =
        apply(
            "mount -t tmpfs tmpfs /mnt; mount -t tmpfs -o ro tmpfs /tmp; HOME=/mnt;"
                + " TMPDIR=/tmp/missing; export TMPDIR HOME",
            new PutFile("/mnt/f", Content.of(new byte[10]), 0600, Optional.empty()));

    assertThat(results).containsExactly(new StepResult.FilePut(true));
  }

  @Test
  void a_node_where_nothing_can_be_written_says_so() {
    ShellFailure failure =
        failure(
            "mkdir -p $d/t; mount -t tmpfs -o ro tmpfs $d/t; mount --bind $d/t /tmp;"
                + " HOME=$d/t; TMPDIR=$d/t; export TMPDIR HOME",
            file("f", 10));

    assertThat(failure).isInstanceOf(ShellFailure.TransferFailed.class);
    assertThat(failure.reason()).contains("no writable directory for temporary files");
  }

  @Test
  void temporary_files_that_fit_nowhere_say_so() {
    ShellFailure failure =
        failure(
            "mkdir -p $d/t; mount -t tmpfs -o size=64k tmpfs $d/t; mount --bind $d/t /tmp;"
                + " HOME=$d/t; TMPDIR=$d/t; export TMPDIR HOME",
            file("f", MEBI));

    assertThat(failure).isInstanceOf(ShellFailure.TransferFailed.class);
    assertThat(failure.reason()).contains("unpacking the archive failed", "No space left");
  }
}
