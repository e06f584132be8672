package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.adapter.sshd.NodeTools;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Of a large directory, only what the node asks for is sent.
@Timeout(120)
final class LargeDirectoryTest {
  private static final int FILES = 100;
  private static final int SIZE = 20_000;
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
          "head",
          "id",
          "ln",
          "ls",
          "mkdir",
          "mkfifo",
          "mv",
          "printf",
          "readlink",
          "rm",
          "rmdir",
          "sed",
          "setsid",
          "sh",
          "sha256sum",
          "sleep",
          "tar",
          "tr",
          "uname",
          "wc");

  /// What the node works with.
  enum Tools {
    PERL,
    NO_PERL
  }

  @TempDir private Path temporary;
  private NodeTools tools;
  private @Nullable EmbeddedNode node;
  private @Nullable RemoteShell shell;
  private final AtomicLong opened = new AtomicLong();

  @BeforeEach
  void tools() throws IOException {
    tools = NodeTools.in(temporary, TOOLS);
  }

  private void connect(Tools kind) throws Exception {
    if (kind == Tools.PERL) {
      tools.add("perl");
    }
    EmbeddedNode started =
        new EmbeddedNode(
            temporary, List.of("/bin/sh"), command -> command, Map.of("PATH", tools.path()));
    node = started;
    shell = started.port().connect(started.endpoint(), Duration.ofSeconds(20), reason -> {});
  }

  @AfterEach
  void end() throws IOException {
    if (shell != null) {
      shell.close();
    }
    if (node != null) {
      node.close();
    }
    tools.close();
  }

  private RemoteShell shell() {
    return requireNonNull(shell);
  }

  private EmbeddedNode node() {
    return requireNonNull(node);
  }

  private List<StepResult> apply(Step... steps) {
    return shell().apply(List.of(steps), new RecordingObserver());
  }

  /// @param other the file that is another one than usual, if any
  private PutDirectory directory(String name, int files, int other) {
    List<DirectoryEntry> entries = new ArrayList<>();
    entries.add(new DirectoryEntry.Directory("e", 0755));
    Random random = new Random(5);
    for (int i = 0; i < files; i++) {
      byte[] bytes = new byte[SIZE];
      random.nextBytes(bytes);
      bytes[0] += (byte) (i == other ? 1 : 0);
      entries.add(new DirectoryEntry.File((i % 2 == 0 ? "e/" : "") + "f" + i, count(bytes), 0644));
    }
    return new PutDirectory(
        node().directory() + "/" + name, entries, true, List.of(), Optional.empty());
  }

  private Content count(byte[] bytes) {
    return new Content() {
      @Override
      public InputStream open() {
        opened.incrementAndGet();
        return new ByteArrayInputStream(bytes);
      }

      @Override
      public long size() {
        return bytes.length;
      }
    };
  }

  private static StepResult put(int written, int removed) {
    return new StepResult.DirectoryPut(written, removed);
  }

  @ParameterizedTest
  @EnumSource
  void what_is_there_already_is_not_asked_for_by_a_node_with_perl(Tools kind) throws Exception {
    connect(kind);
    Step between =
        new RunScript(
            node().directory() + "/s",
            Content.of("cat; echo ran".getBytes(UTF_8)),
            0755,
            Map.of(),
            Optional.empty(),
            OnFailure.STOP);

    List<StepResult> first = apply(directory("a", FILES, -1), between, directory("b", FILES, -1));
    assertThat(first.get(0)).isEqualTo(put(FILES + 1, 0));
    assertThat(((StepResult.ScriptRan) first.get(1)).stdout().text()).isEqualTo("ran\n");
    assertThat(first.get(2)).isEqualTo(put(FILES + 1, 0));
    opened.set(0);
    assertThat(apply(directory("a", FILES, -1), directory("b", FILES - 1, 7)))
        .containsExactly(put(0, 0), put(1, 1));

    // Each is read for its sum; and those that are asked for once more.
    int asked = kind == Tools.PERL ? 1 : 2 * FILES - 1;
    assertThat(opened).hasValue(2 * FILES - 1 + asked);
    assertThat(Path.of(node().directory(), "b/f7")).hasSize(SIZE);
    assertThat(apply(directory("b", FILES - 1, 7))).containsExactly(put(0, 0));
  }

  @ParameterizedTest
  @EnumSource
  void a_comparison_counts_what_differs(Tools kind) throws Exception {
    connect(kind);
    apply(directory("a", FILES, -1));

    assertThat(shell().compare(List.of(directory("a", FILES, -1))))
        .containsExactly(new StepDifference.None());
    StepDifference.DirectoryDiffers differs =
        (StepDifference.DirectoryDiffers)
            shell().compare(List.of(directory("a", 90, 8))).getFirst();
    assertThat(differs.different().first()).containsExactly("e/f8");
    assertThat(differs.superfluous().count()).isEqualTo(10);
  }

  @ParameterizedTest
  @EnumSource
  void another_mode_is_set_without_the_content(Tools kind) throws Exception {
    connect(kind);
    apply(directory("a", FILES, -1));
    Path file = Path.of(node().directory(), "a/f1");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));

    assertThat(apply(directory("a", FILES, -1))).containsExactly(put(1, 0));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
    assertThat(file).hasSize(SIZE);
  }

  @ParameterizedTest
  @EnumSource
  void a_content_that_cannot_be_read_again_changes_nothing(Tools kind) throws Exception {
    connect(kind);
    PutDirectory good = directory("a", FILES, -1);
    List<DirectoryEntry> entries = new ArrayList<>(good.entries());
    Content once =
        new Content() {
          private boolean read;

          @Override
          public InputStream open() throws IOException {
            if (read) {
              throw new IOException("/src/once is gone");
            }
            read = true;
            return new ByteArrayInputStream(new byte[] {1});
          }

          @Override
          public long size() {
            return 1;
          }
        };
    entries.add(new DirectoryEntry.File("once", once, 0644));
    PutDirectory step = new PutDirectory(good.target(), entries, true, List.of(), Optional.empty());

    ShellException thrown = catchThrowableOfType(ShellException.class, () -> apply(step));

    assertThat(thrown.failure().reason()).contains("/src/once is gone");
    assertThat(Path.of(good.target(), "f1")).doesNotExist();
  }
}
