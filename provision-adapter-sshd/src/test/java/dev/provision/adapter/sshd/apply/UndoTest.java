package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.adapter.sshd.NodeTools;
import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ReplacedSet;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.UndoReport;
import dev.provision.ports.shell.UndoReport.Outcome;
import dev.provision.ports.shell.UndoRequest;
import dev.provision.ports.shell.WhenBusy;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.DirectoryEntry;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a run replaced is put back, under every shell. Each command finds a directory of the test's
/// mounted at `/var/lib`.
@Timeout(120)
final class UndoTest {
  /// What POSIX names of what the runner uses, and `tar`.
  private static final List<String> TOOLS =
      List.of(
          "cat", "chmod", "chown", "cksum", "cmp", "cp", "date", "env", "grep", "head", "id", "ln",
          "ls", "mkdir", "mkfifo", "mv", "rm", "rmdir", "sed", "sleep", "tar", "tr", "uname", "wc");

  @TempDir private Path temporary;
  private Path lib = Path.of("/");
  private @Nullable EmbeddedNode node;
  private @Nullable NodeTools tools;

  @BeforeEach
  void makeLib() throws IOException {
    lib = Files.createDirectory(temporary.resolve("lib"));
  }

  @AfterEach
  void end() throws IOException {
    if (node != null) {
      node.close();
    }
    if (tools != null) {
      tools.close();
    }
  }

  private EmbeddedNode node() throws Exception {
    return node("mount --bind " + lib + " /var/lib", "/bin/sh", "");
  }

  /// @param mounts run before each command
  /// @param sh what is taken for `/bin/sh`
  /// @param path the `PATH`, if it is another one
  private EmbeddedNode node(String mounts, String sh, String path) throws Exception {
    if (node == null) {
      boolean root = System.getProperty("user.name").equals("root");
      List<String> login = new ArrayList<>(List.of(Programs.require("unshare").toString()));
      login.add(root ? "-m" : "-Urm");
      login.addAll(List.of("/bin/sh", "-ec", mounts + "\nexec /bin/sh \"$@\"", "login"));
      node =
          new EmbeddedNode(
              temporary,
              login,
              command ->
                  (path.isEmpty() ? "" : "PATH=" + path + "; export PATH; ")
                      + command.replace("/bin/sh -c", sh + " -c"),
              Map.of());
    }
    return node;
  }

  private static RemoteShell connect(EmbeddedNode node) {
    return node.port().connect(node.endpoint(), Duration.ofSeconds(20), reason -> {});
  }

  private List<StepResult> keep(Step... steps) throws Exception {
    try (RemoteShell shell = connect(node())) {
      return shell.applyKeeping(List.of(steps), WhenBusy.WAIT, new RecordingObserver());
    }
  }

  private UndoReport undo() throws Exception {
    return undo(new UndoRequest(Optional.empty(), false, false, WhenBusy.WAIT));
  }

  private UndoReport undo(UndoRequest request) throws Exception {
    try (RemoteShell shell = connect(node())) {
      return shell.undo(request);
    }
  }

  private List<ReplacedSet> sets() throws Exception {
    try (RemoteShell shell = connect(node())) {
      return shell.replacedSets();
    }
  }

  private Path at(String name) throws Exception {
    node(); // makes the directory
    return temporary.resolve("node").resolve(name);
  }

  private PutFile file(String name, String text, int mode) throws Exception {
    return new PutFile(
        at(name).toString(), Content.of(text.getBytes(UTF_8)), mode, Optional.empty());
  }

  private RunScript script(String name, String text) throws Exception {
    return new RunScript(
        at(name).toString(),
        Content.of(text.getBytes(UTF_8)),
        0755,
        Map.of(),
        Optional.empty(),
        OnFailure.STOP);
  }

  private static DirectoryEntry entry(String path, String text) {
    return new DirectoryEntry.File(path, Content.of(text.getBytes(UTF_8)), 0644);
  }

  private PutDirectory directory(boolean delete, DirectoryEntry... entries) throws Exception {
    return new PutDirectory(
        at("tree").toString(),
        List.of(entries),
        delete,
        List.of(new PathPattern("*.keep")),
        Optional.empty());
  }

  /// Everything in the test's directory, with modes, owners and contents.
  private String everything() throws Exception {
    return Programs.run(
        "sh",
        "-c",
        "cd "
            + at("")
            + " && find . -printf '%p %y %m %U:%G %l\\n' | sort;"
            + " find . -type f | sort | xargs -r -d '\\n' cat");
  }

  private void prepare() throws Exception {
    Programs.run(
        "sh",
        "-ec",
        "mkdir -p "
            + at("tree/gone/deep")
            + "\ncd "
            + at("")
            + "\n"
            + "echo old >f; chmod 640 f; chown 12:34 f || true; echo s >s; chmod 700 s\n"
            + "echo key >keys; chmod 600 keys; echo linked >real; ln -s real l\n"
            + "cd tree; echo a >a; echo b >gone/b; echo 'two words' >'gone/deep/two words'\n"
            + "ln -s ../a gone/link; chmod 711 gone/deep; chmod 4755 a; echo k >x.keep; echo d"
            + " >swap");
  }

  private List<Step> steps() throws Exception {
    return List.of(
        file("f", "new\n", 0644),
        file("l", "through the link\n", 0600),
        file("fresh", "fresh\n", 0644),
        new AuthorizeKeys(at("keys").toString(), List.of("ssh-ed25519 AAAAC3NzaC1 ann")),
        directory(
            true,
            new DirectoryEntry.Directory(".", 0700),
            entry("a", "other"),
            new DirectoryEntry.Directory("new dir", 0755),
            entry("new dir/n", "n"),
            new DirectoryEntry.Directory("swap", 0755),
            entry("swap/in", "in"),
            new DirectoryEntry.Link("sym", "a")),
        script("s", "true\n"));
  }

  private void assertUndoes() throws Exception {
    prepare();
    String before = everything();

    List<StepResult> results = keep(steps().toArray(Step[]::new));
    assertThat(results).as(results.toString()).allMatch(StepResult::ok);
    String after = everything();
    assertThat(after).isNotEqualTo(before);
    UndoReport planned = undo(new UndoRequest(Optional.empty(), false, true, WhenBusy.WAIT));
    assertThat(everything()).isEqualTo(after);
    UndoReport report = undo();

    assertThat(report.ok()).as(report.toString()).isTrue();
    assertThat(everything()).isEqualTo(before);
    assertThat(planned.paths()).containsExactlyInAnyOrderElementsOf(report.paths());
    assertThat(report.paths())
        .contains(
            new UndoReport.UndonePath(at("fresh").toString(), Outcome.REMOVED, ""),
            new UndoReport.UndonePath(at("real").toString(), Outcome.RESTORED, ""));
    assertThat(catchThrowableOfType(ShellException.class, this::undo))
        .hasMessageContaining("nothing is kept there that could be put back");
    assertThat(sets())
        .singleElement()
        .satisfies(
            set -> {
              assertThat(set.undone()).isPresent();
              assertThat(set.paths()).isEqualTo(report.paths().size());
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "ksh", "mksh", "zsh"})
  void a_run_is_undone_under(String shell) throws Exception {
    node("mount --bind " + lib + " /var/lib", Programs.require(shell).toString(), "");

    assertUndoes();
  }

  @Test
  void a_run_is_undone_with_busybox_and_nothing_else() throws Exception {
    Path busybox = Programs.require("busybox");
    NodeTools its = NodeTools.in(temporary, List.of());
    tools = its;
    for (String tool : Programs.run(busybox.toString(), "--list").lines().toList()) {
      Files.createSymbolicLink(its.directory().resolve(tool), busybox);
    }
    node("mount --bind " + lib + " /var/lib", its.directory() + "/sh", its.path());

    assertUndoes();
  }

  @Test
  void a_run_is_undone_without_perl() throws Exception {
    NodeTools its = NodeTools.in(temporary, TOOLS);
    tools = its;
    node("mount --bind " + lib + " /var/lib", "/bin/sh", its.path());

    assertUndoes();
  }

  private UndoReport forced() throws Exception {
    return undo(new UndoRequest(Optional.empty(), true, false, WhenBusy.WAIT));
  }

  @Test
  void what_was_changed_since_is_put_back_only_if_that_is_forced() throws Exception {
    Files.writeString(at("f"), "old");
    Files.writeString(at("g"), "old");
    keep(file("f", "new", 0644), file("g", "new", 0644));
    Files.writeString(at("g"), "mine");

    UndoReport refused = undo();
    assertThat(refused.ok()).isFalse();
    assertThat(refused.paths())
        .containsExactly(new UndoReport.UndonePath(at("g").toString(), Outcome.CHANGED, ""));
    assertThat(at("f")).hasContent("new");
    assertThat(at("g")).hasContent("mine");

    assertThat(forced().ok()).isTrue();
    assertThat(at("f")).hasContent("old");
    assertThat(at("g")).hasContent("old");
  }

  @Test
  void after_a_run_was_killed_what_it_kept_can_be_put_back() throws Exception {
    Files.writeString(at("f"), "old");
    Files.writeString(at("kill"), "old script");
    keep(file("f", "new", 0644), script("kill", "kill -KILL $PPID; sleep 1"));

    UndoReport refused = undo();
    assertThat(refused.paths())
        .containsExactly(new UndoReport.UndonePath(at("kill").toString(), Outcome.CHANGED, ""));

    assertThat(forced().ok()).isTrue();
    assertThat(at("f")).hasContent("old");
    assertThat(at("kill")).hasContent("old script");
  }

  @Test
  void a_run_that_changes_nothing_keeps_nothing_and_five_sets_stay() throws Exception {
    for (int i = 0; i < 7; i++) {
      keep(file("f", "text " + i, 0644));
      keep(file("f", "text " + i, 0644));
    }

    assertThat(sets()).hasSize(5).extracting(ReplacedSet::paths).containsOnly(1);
    for (int i = 5; i > 0; i--) {
      assertThat(undo().ok()).isTrue();
      assertThat(at("f")).hasContent("text " + i);
    }
  }

  @Test
  void nothing_is_replaced_that_cannot_be_kept() throws Exception {
    node("mount -t tmpfs -o size=64k,mode=755 tmpfs /var/lib", "/bin/sh", "");
    Files.writeString(at("f"), "x".repeat(300_000));

    List<StepResult> results = keep(file("f", "new", 0644), file("never", "", 0644));

    assertThat(results.getFirst().toString())
        .contains(at("f") + ": what it replaces cannot be kept", "No space left on device");
    assertThat(results.getLast()).isEqualTo(new StepResult.Skipped());
    assertThat(at("f")).hasSize(300_000);
  }

  @Test
  void nothing_is_kept_where_others_can_change_it() throws Exception {
    Programs.run("chmod", "777", lib.toString());

    assertThat(keep(file("f", "new", 0644)).getFirst().toString())
        .contains("others can change /var/lib/provision");
    assertThat(at("f")).doesNotExist();
  }

  @Test
  void what_cannot_be_put_back_is_named_and_the_rest_is_and_it_can_be_repeated() throws Exception {
    Files.createDirectory(at("d"));
    Files.writeString(at("d/f"), "old");
    Files.writeString(at("g"), "old");
    keep(file("d/f", "new", 0644), file("g", "new", 0644));
    Programs.run("sh", "-c", "cd " + at("") + " && rm -r d && echo x >d");

    UndoReport partly = forced();
    assertThat(partly.ok()).isFalse();
    assertThat(partly.paths())
        .extracting(path -> path.path() + " " + path.outcome())
        .containsExactly(at("d/f") + " FAILED", at("g") + " RESTORED");
    assertThat(at("g")).hasContent("old");

    Programs.run("sh", "-c", "cd " + at("") + " && rm d && mkdir d");
    UndoReport rest = forced();
    assertThat(rest.ok()).as(rest.toString()).isTrue();
    assertThat(at("d/f")).hasContent("old");
    assertThat(rest.paths())
        .contains(new UndoReport.UndonePath(at("g").toString(), Outcome.SAME, ""));
  }

  @Test
  void a_set_is_undone_by_its_name_and_once() throws Exception {
    keep(file("a", "new", 0644));
    String first = sets().getFirst().id();
    keep(file("b", "new", 0644));
    UndoRequest named = new UndoRequest(Optional.of(first), false, false, WhenBusy.WAIT);

    assertThat(undo(named).set()).isEqualTo(first);

    assertThat(at("a")).doesNotExist();
    assertThat(at("b")).exists();
    assertThat(catchThrowableOfType(ShellException.class, () -> undo(named)))
        .hasMessageContaining(first + " was undone on 20");
    assertThat(
            catchThrowableOfType(
                ShellException.class,
                () -> undo(new UndoRequest(Optional.of("x"), false, false, WhenBusy.WAIT))))
        .hasMessageContaining("nothing is kept there under x");
  }

  @Test
  void a_large_directory_is_undone_and_what_is_unchanged_is_not_kept() throws Exception {
    Files.createDirectory(at("tree"));
    String old = "o".repeat(400_000);
    List<DirectoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Files.writeString(at("tree/f" + i), old);
      entries.add(entry("f" + i, i < 6 ? old : "n".repeat(400_000)));
    }
    Programs.run("sh", "-c", "chmod 644 " + at("tree") + "/*");

    List<StepResult> results = keep(directory(false, entries.toArray(DirectoryEntry[]::new)));
    assertThat(results).containsExactly(new StepResult.DirectoryPut(2, 0));

    UndoReport report = undo();
    assertThat(report.paths()).hasSize(2);
    assertThat(report.ok()).isTrue();
    assertThat(at("tree/f7")).content().isEqualTo(old);
  }

  @Test
  void only_the_owner_can_look_at_what_is_kept() throws Exception {
    Files.writeString(at("f"), "old");
    keep(file("f", "new", 0644));

    assertThat(Programs.run("sh", "-c", "cd " + lib + " && ls -ld provision provision/replaced"))
        .matches("(drwx------.*\n){2}");
  }
}
