package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.adapter.sshd.NodeTools;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepDifference.DirectoryDiffers.Paths;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a directory is to go there is something that cannot be replaced or removed; with and
/// without Perl.
@Timeout(120)
final class OddDirectoriesTest {
  private static final List<String> TOOLS =
      List.of(
          "cat",
          "chmod",
          "chown",
          "cmp",
          "cp",
          "df",
          "env",
          "flock",
          "id",
          "ln",
          "ls",
          "mkdir",
          "mkfifo",
          "mount",
          "mv",
          "printf",
          "readlink",
          "rm",
          "rmdir",
          "sed",
          "setsid",
          "sh",
          "sleep",
          "tar",
          "tr",
          "uname",
          "wc");

  @TempDir private Path temporary;
  private NodeTools tools;
  private Path home;

  @BeforeEach
  void tools() throws IOException {
    tools = NodeTools.in(temporary, TOOLS);
    home = Files.createDirectory(temporary.resolve("place"));
    Files.createDirectories(home.resolve("d/e"));
    Files.createDirectories(home.resolve("data/sub"));
    Files.writeString(home.resolve("data/sub/precious"), "text");
  }

  @AfterEach
  void end() throws IOException {
    tools.close();
  }

  /// @param mounts run before, where it concerns nobody else, with `$d` the node's directory
  private RemoteShell connect(boolean perl, String mounts) throws Exception {
    if (perl && !Files.exists(tools.directory().resolve("perl"))) {
      tools.add("perl");
    }
    EmbeddedNode node = EmbeddedNode.withMounts(temporary, tools.path(), home, mounts);
    return node.port().connect(node.endpoint(), Duration.ofSeconds(20), reason -> {});
  }

  private StepResult apply(boolean perl, String mounts, PutDirectory step) throws Exception {
    try (RemoteShell shell = connect(perl, mounts)) {
      return shell.apply(List.of(step), new RecordingObserver()).getFirst();
    }
  }

  private PutDirectory only(DirectoryEntry... entries) {
    return new PutDirectory(
        home.resolve("d").toString(), List.of(entries), true, List.of(), Optional.empty());
  }

  private static DirectoryEntry file(String path) {
    return new DirectoryEntry.File(path, Content.of("new".getBytes(UTF_8)), 0644);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_mount_point_is_neither_removed_nor_entered(boolean perl) throws Exception {
    String mount = "mkdir -p $d/d/e/m; mount --bind $d/data $d/d/e/m";

    try (RemoteShell shell = connect(perl, mount)) {
      assertThat(shell.compare(List.of(only()))).containsExactly(new StepDifference.None());
    }
    assertThat(apply(perl, mount, only()))
        .isEqualTo(
            new StepResult.DirectoryPut(0, 0, "e/m is a mount point, so it was not removed"));

    assertThat(home.resolve("data/sub/precious")).hasContent("text");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_is_beside_a_mount_point_is_removed(boolean perl) throws Exception {
    Files.writeString(home.resolve("d/e/x"), "");
    String mount = "mkdir -p $d/d/e/m; mount --bind $d/data $d/d/e/m";

    assertThat(apply(perl, mount, only(file("f"))))
        .isEqualTo(
            new StepResult.DirectoryPut(1, 1, "e/m is a mount point, so it was not removed"));

    assertThat(home.resolve("d/e/x")).doesNotExist();
    assertThat(home.resolve("data/sub/precious")).hasContent("text");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_file_that_is_a_mount_point_stays_or_is_named(boolean perl) throws Exception {
    Files.writeString(home.resolve("d/e/f"), "");
    String mount = "mount --bind $d/data/sub/precious $d/d/e/f";

    assertThat(apply(perl, mount, only()))
        .isEqualTo(
            new StepResult.DirectoryPut(0, 0, "e/f is a mount point, so it was not removed"));
    assertThat(apply(perl, mount, only(new DirectoryEntry.Directory("e", 0755), file("e/f"))))
        .isInstanceOfSatisfying(
            StepResult.Failed.class,
            failed -> assertThat(failed.reason()).contains("e/f", "mount point"));
    assertThat(home.resolve("data/sub/precious")).hasContent("text");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_directory_that_is_a_mount_point_is_filled(boolean perl) throws Exception {
    String mount = "mount --bind $d/data $d/d/e";

    assertThat(apply(perl, mount, only(new DirectoryEntry.Directory("e", 0755), file("e/f"))))
        .isEqualTo(new StepResult.DirectoryPut(1, 2));

    assertThat(home.resolve("data/f")).hasContent("new");
    assertThat(home.resolve("data/sub")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_a_read_only_file_system_does_not_take_is_named(boolean perl) throws Exception {
    String mount = "mount --bind $d/data $d/d/e; mount -o remount,ro,bind $d/d/e";

    assertThat(apply(perl, mount, only(new DirectoryEntry.Directory("e", 0755), file("e/f"))))
        .isInstanceOfSatisfying(
            StepResult.Failed.class,
            failed -> assertThat(failed.reason()).contains("e/sub", "Read-only file system"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_comparison_finds_nothing_to_remove_behind_a_mount_point(boolean perl) throws Exception {
    Files.writeString(home.resolve("d/e/x"), "");

    try (RemoteShell shell = connect(perl, "mkdir -p $d/d/m; mount --bind $d/data $d/d/m")) {
      assertThat(shell.compare(List.of(only(file("f")))))
          .containsExactly(
              new StepDifference.DirectoryDiffers(
                  Paths.of(List.of("f")), Paths.of(List.of()), Paths.of(List.of("e", "e/x"))));
    }
  }
}
