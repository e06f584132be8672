package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.adapter.sshd.NodeTools;
import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepCondition;
import dev.provision.ports.step.StepCondition.Changed;
import dev.provision.ports.step.StepCondition.OnSystem;
import dev.provision.ports.step.StepCondition.Once;
import dev.provision.ports.step.StepDifference;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a node remembers of steps, whatever happens to the run or to the place where it remembers.
/// Each command finds a directory of the test's mounted at `/var/lib`.
@Timeout(120)
final class ConditionsTest {
  private static final StepResult SAME = new StepResult.FilePut(false);
  private static final StepResult NO_CHANGE =
      new StepResult.NotNeeded("nothing it depends on has changed");

  /// What POSIX names of what the runner uses, and `tar`.
  private static final List<String> TOOLS =
      List.of(
          "cat", "chmod", "chown", "cmp", "cp", "date", "env", "grep", "id", "ln", "ls", "mkdir",
          "mkfifo", "mv", "rm", "rmdir", "sleep", "tar", "tr", "uname", "wc");

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

  private List<StepResult> apply(Step... steps) throws Exception {
    return apply(node("mount --bind " + lib + " /var/lib", "/bin/sh", ""), steps);
  }

  private static List<StepResult> apply(EmbeddedNode node, Step... steps) {
    try (RemoteShell shell = connect(node)) {
      return shell.apply(List.of(steps), new RecordingObserver());
    }
  }

  private static RemoteShell connect(EmbeddedNode node) {
    return node.port().connect(node.endpoint(), Duration.ofSeconds(20), reason -> {});
  }

  /// @param mounts run before each command
  /// @param sh what is taken for `/bin/sh`
  /// @param path the `PATH`, if it is another one
  private EmbeddedNode node(String mounts, String sh, String path) throws Exception {
    return node(List.of("-m"), mounts, sh, path);
  }

  private EmbeddedNode node(List<String> how, String mounts, String sh, String path)
      throws Exception {
    if (node == null) {
      boolean root = System.getProperty("user.name").equals("root");
      List<String> login = new ArrayList<>(List.of(Programs.require("unshare").toString()));
      login.addAll(root ? how : List.of("-Urm"));
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

  private String path(String name) {
    return temporary.resolve("node").resolve(name).toString();
  }

  private PutFile file(String text) {
    return new PutFile(path("f"), Content.of(text.getBytes(UTF_8)), 0644, Optional.empty());
  }

  private RunScript script(String text) {
    return new RunScript(
        path("script"),
        Content.of(("cd " + temporary + "\n" + text + "\n").getBytes(UTF_8)),
        0755,
        Map.of(),
        Optional.empty(),
        OnFailure.STOP);
  }

  private static Step only(Step step, StepCondition... conditions) {
    return new ConditionalStep(step, List.of(conditions));
  }

  private Step restart() {
    return only(script("echo restarted >>log"), new Changed("restart", List.of(0)));
  }

  private List<String> remembered(String directory) throws IOException {
    try (Stream<Path> files = Files.list(lib.resolve("provision").resolve(directory))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }

  private static String reason(StepResult result) {
    assertThat(result).isInstanceOf(StepResult.Failed.class);
    return ((StepResult.Failed) result).reason();
  }

  @Test
  void a_run_that_is_killed_after_a_change_is_made_up_for() throws Exception {
    apply(file("new"), script("kill -KILL $PPID; sleep 1"), restart());
    assertThat(remembered("due")).containsExactly("restart");

    List<StepResult> next = apply(file("new"), restart());
    List<StepResult> after = apply(file("new"), restart());

    assertThat(next.getFirst()).isEqualTo(SAME);
    assertThat(next.getLast()).isInstanceOf(StepResult.ScriptRan.class);
    assertThat(after).containsExactly(SAME, NO_CHANGE);
    assertThat(temporary.resolve("log")).hasContent("restarted\n");
    assertThat(remembered("due")).isEmpty();
  }

  @Test
  void a_step_is_due_before_the_first_one_on_which_it_depends_is_applied() throws Exception {
    Step lists =
        only(script("ls " + lib + "/provision/due >seen"), new OnSystem(List.of(), List.of()));

    apply(lists, restart());

    assertThat(temporary.resolve("seen")).hasContent("restart\n");
  }

  @Test
  void a_script_whose_run_is_killed_has_not_been_done() throws Exception {
    Once once = new Once("migrate");

    apply(only(script("kill -KILL $PPID; sleep 1"), once));

    assertThat(apply(only(script("echo migrated >>log"), once)).getFirst().ok()).isTrue();
    assertThat(apply(only(script("echo migrated >>log"), once)).getFirst())
        .isInstanceOf(StepResult.NotNeeded.class);
    assertThat(temporary.resolve("log")).hasContent("migrated\n");
  }

  @Test
  void comparing_does_not_even_make_the_directory_that_remembers() throws Exception {
    EmbeddedNode host = node("mount --bind " + lib + " /var/lib", "/bin/sh", "");

    try (RemoteShell shell = connect(host)) {
      assertThat(shell.compare(List.of(file("a"), restart(), only(file("b"), new Once("once")))))
          .hasSize(3)
          .containsOnly(new StepDifference.FileMissing());
    }

    assertThat(lib).isEmptyDirectory();
  }

  @Test
  void for_another_system_nothing_is_remembered() throws Exception {
    Step restart =
        only(
            script("true"),
            new OnSystem(List.of("no-such-system"), List.of()),
            new Changed("restart", List.of(0)));

    assertThat(apply(file("new"), restart)).allMatch(StepResult::ok);
    assertThat(lib).isEmptyDirectory();
  }

  @Test
  void an_architecture_has_two_names() throws Exception {
    String machine = Programs.run("uname", "-m").strip();
    Map<String, String> names = Map.of("x86_64", "amd64", "aarch64", "arm64");

    List<StepResult> results =
        apply(
            only(file("a"), new OnSystem(List.of(), List.of("riscv64", machine))),
            only(
                file("b"), new OnSystem(List.of(), List.of(names.getOrDefault(machine, machine)))));

    assertThat(results).containsOnly(new StepResult.FilePut(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"chmod 777 lib/provision", "chmod 777 lib", "chown 12345 lib/provision"})
  void a_directory_that_others_can_change_is_not_trusted(String change) throws Exception {
    Files.createDirectories(lib.resolve("provision/once"));
    Files.writeString(lib.resolve("provision/once/migrate"), "2026-01-01\n");
    Programs.run("sh", "-c", "cd " + temporary + " && " + change);

    List<StepResult> results = apply(only(script("true"), new Once("migrate")), file("never"));

    assertThat(reason(results.getFirst()))
        .contains(path("script") + ": ", "others can change /var/lib/provision");
    assertThat(results.getLast()).isEqualTo(new StepResult.Skipped());
  }

  @Test
  void a_directory_that_a_link_leads_to_is_not_trusted() throws Exception {
    Path other = Files.createDirectory(temporary.resolve("other"));
    Files.createSymbolicLink(lib.resolve("provision"), other);

    assertThat(reason(apply(only(script("true"), new Once("migrate"))).getFirst()))
        .contains("others can change /var/lib/provision");
    assertThat(other).isEmptyDirectory();
  }

  @Test
  void nothing_is_changed_that_could_not_be_made_up_for() throws Exception {
    EmbeddedNode host = node("mount -t tmpfs -o ro,mode=755 tmpfs /var/lib", "/bin/sh", "");

    List<StepResult> once = apply(host, only(script("echo ran >log"), new Once("migrate")));
    List<StepResult> change = apply(host, file("new"), restart());

    assertThat(reason(once.getFirst()))
        .startsWith(path("script") + ": /var/lib/provision")
        .contains("Read-only file system");
    assertThat(reason(change.getFirst()))
        .startsWith(path("f") + ": " + path("script") + " depends on this")
        .contains("/var/lib/provision", "Read-only file system");
    assertThat(change.getLast()).isEqualTo(new StepResult.Skipped());
    assertThat(temporary.resolve("log")).doesNotExist();
    assertThat(Path.of(path("f"))).doesNotExist();
  }

  @Test
  void another_user_than_root_remembers_at_home() throws Exception {
    EmbeddedNode host =
        node(List.of("-U", "--map-user=12345", "--map-group=12345"), "", "/bin/sh", "");
    Once once = new Once("migrate");

    assertThat(apply(host, only(script("echo ran >>log"), once)).getFirst().ok()).isTrue();
    assertThat(apply(host, only(script("echo ran >>log"), once)).getFirst())
        .isInstanceOf(StepResult.NotNeeded.class);

    assertThat(temporary.resolve("home/.local/state/provision/once/migrate"))
        .content()
        .contains(path("script"));
    assertThat(temporary.resolve("log")).hasContent("ran\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "ksh", "mksh", "zsh"})
  void conditions_are_the_same_under(String shell) throws Exception {
    assertDecides(Programs.require(shell).toString(), "");
  }

  @Test
  void conditions_are_the_same_with_busybox_and_nothing_else() throws Exception {
    Path busybox = Programs.require("busybox");
    NodeTools its = NodeTools.in(temporary, List.of());
    tools = its;
    for (String tool : Programs.run(busybox.toString(), "--list").lines().toList()) {
      Files.createSymbolicLink(its.directory().resolve(tool), busybox);
    }

    assertDecides(its.directory() + "/sh", its.path());
  }

  @Test
  void conditions_are_the_same_without_perl() throws Exception {
    NodeTools its = NodeTools.in(temporary, TOOLS);
    tools = its;

    assertDecides("/bin/sh", its.path());
  }

  private void assertDecides(String sh, String path) throws Exception {
    EmbeddedNode host = node("mount --bind " + lib + " /var/lib", sh, path);
    Step[] steps = {
      file("new"),
      only(script("echo migrated >>log"), new Once("migrate")),
      only(script("echo elsewhere >>log"), new OnSystem(List.of("nowhere", "not-here"), List.of())),
      restart()
    };

    List<StepResult> first = apply(host, steps);
    List<StepResult> second = apply(host, steps);
    apply(host, file("newer"), script("exit 3"), restart());
    List<StepResult> made = apply(host, file("newer"), restart());

    assertThat(first.get(1)).isInstanceOf(StepResult.ScriptRan.class).matches(StepResult::ok);
    assertThat(first.get(2).toString()).contains("only for nowhere, not-here; this is ");
    assertThat(first.get(3)).isInstanceOf(StepResult.ScriptRan.class);
    assertThat(second.getFirst()).isEqualTo(SAME);
    assertThat(second.get(1).toString()).contains("it ran on 20");
    assertThat(second.getLast()).isEqualTo(NO_CHANGE);
    assertThat(made.getFirst()).isEqualTo(SAME);
    assertThat(made.getLast()).isInstanceOf(StepResult.ScriptRan.class);
    assertThat(temporary.resolve("log")).hasContent("migrated\nrestarted\nrestarted\n");
    assertThat(remembered("due")).isEmpty();
  }
}
