package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.adapter.sshd.NodeTools;
import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.WhenBusy;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One run at a time, by each of the ways to lock, and what becomes of runs that are cut off.
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT) // most of the time is waiting
final class NodeLockTest {
  /// What the node locks with.
  enum LockProgram {
    FLOCK("flock"),
    PERL("perl"),
    PROCESS("sleep");

    private final String program;

    LockProgram(String program) {
      this.program = program;
    }
  }

  private static final List<String> TOOLS =
      List.of(
          "cat", "chmod", "chown", "cmp", "df", "env", "grep", "id", "ln", "ls", "mkdir", "mkfifo",
          "mv", "rm", "rmdir", "sh", "sleep", "tar", "uname", "wc");

  @TempDir private Path temporary;
  private @Nullable NodeTools tools;
  private @Nullable EmbeddedNode node;

  @AfterEach
  void end() throws IOException {
    if (node != null) {
      node.close();
    }
    if (tools != null) {
      tools.close();
    }
  }

  private EmbeddedNode node(LockProgram way) throws Exception {
    NodeTools its = NodeTools.in(temporary, TOOLS);
    tools = its;
    if (!TOOLS.contains(way.program)) {
      its.add(way.program);
    }
    Path temp = Files.createDirectory(temporary.resolve("tmp"));
    node =
        new EmbeddedNode(
            temporary,
            List.of("/bin/sh"),
            command -> command,
            Map.of("PATH", its.path(), "TMPDIR", temp.toString()));
    return node;
  }

  private static RemoteShell connect(EmbeddedNode node) {
    return node.port().connect(node.endpoint(), Duration.ofSeconds(20), reason -> {});
  }

  private static RunScript script(EmbeddedNode node, String name, String text) {
    return new RunScript(
        node.directory() + "/" + name,
        Content.of(("cd " + node.directory() + "\n" + text + "\n").getBytes(UTF_8)),
        0755,
        Map.of(),
        Optional.empty(),
        OnFailure.STOP);
  }

  /// The common pool may have one thread only.
  private static void start(Runnable task) {
    Thread.ofPlatform().daemon().start(task);
  }

  /// A run whose script waits for a file called `go`, and has begun.
  private static CompletableFuture<List<StepResult>> begin(EmbeddedNode node, RemoteShell shell)
      throws InterruptedException {
    String text =
        "echo $PPID >runner; n=0; while [ ! -e go ] && [ $((n += 1)) -lt 600 ]; do sleep 0.1 ||"
            + " exit; done; echo first >>order";
    Step step = script(node, "first", text);
    CompletableFuture<List<StepResult>> run =
        CompletableFuture.supplyAsync(
            () -> shell.apply(List.of(step), new RecordingObserver()), NodeLockTest::start);
    await(() -> size(node, "runner") > 0);
    return run;
  }

  private static CompletableFuture<List<StepResult>> second(
      EmbeddedNode node, RecordingObserver observer) {
    Step step = script(node, "second", "echo second >>order");
    return CompletableFuture.supplyAsync(
        () -> {
          try (RemoteShell shell = connect(node)) {
            return shell.apply(List.of(step), observer);
          }
        },
        NodeLockTest::start);
  }

  private static long size(EmbeddedNode node, String name) {
    try {
      return Files.size(Path.of(node.directory(), name));
    } catch (IOException e) {
      return 0;
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  private static List<StepResult> get(CompletableFuture<List<StepResult>> run)
      throws InterruptedException, ExecutionException, TimeoutException {
    return run.get(30, TimeUnit.SECONDS);
  }

  @Test
  void a_run_waits_no_longer_than_connecting_may_take() throws Exception {
    EmbeddedNode host = node(LockProgram.FLOCK);
    try (RemoteShell shell = connect(host)) {
      CompletableFuture<List<StepResult>> first = begin(host, shell);
      Step step = script(host, "second", "echo second >>order");

      ShellException thrown =
          catchThrowableOfType(
              ShellException.class,
              () -> {
                try (RemoteShell other =
                    host.port().connect(host.endpoint(), Duration.ofSeconds(3), _ -> {})) {
                  other.apply(List.of(step), new RecordingObserver());
                }
              });
      Files.createFile(Path.of(host.directory(), "go"));

      assertThat(thrown.failure()).isInstanceOf(ShellFailure.Busy.class);
      assertThat(thrown.failure().reason())
          .startsWith("another run is in progress on the node: nobody@")
          .endsWith("it did not finish within 3 s");
      assertThat(get(first)).allMatch(StepResult::ok);
      assertThat(Path.of(host.directory(), "order")).hasContent("first");
    }
  }

  private List<String> traces() throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      return files.map(Path::toString).filter(file -> file.contains("/.provision")).toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_second_run_waits_and_says_for_whom_and_nothing_remains(LockProgram way)
      throws Exception {
    EmbeddedNode host = node(way);
    try (RemoteShell shell = connect(host)) {
      CompletableFuture<List<StepResult>> first = begin(host, shell);
      RecordingObserver observer = new RecordingObserver();
      CompletableFuture<List<StepResult>> second = second(host, observer);
      await(() -> !observer.holders().isEmpty());
      Files.createFile(Path.of(host.directory(), "go"));

      assertThat(get(first)).allMatch(StepResult::ok);
      assertThat(get(second)).allMatch(StepResult::ok);
      assertThat(observer.holders().getFirst()).matches("nobody@\\S+ since 2\\S+ \\S+ UTC");
    }

    assertThat(Path.of(host.directory(), "order")).hasContent("first\nsecond\n");
    await(
        () -> {
          try {
            return traces().isEmpty();
          } catch (IOException e) {
            return false; // it is just being removed
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void a_run_that_was_killed_holds_the_node_until_its_script_ends_and_is_tidied_up_after(
      LockProgram way) throws Exception {
    EmbeddedNode host = node(way);
    try (RemoteShell shell = connect(host)) {
      CompletableFuture<List<StepResult>> first = begin(host, shell);
      String runner = Files.readString(Path.of(host.directory(), "runner")).strip();
      Path left = Path.of(host.directory(), ".provision-" + runId() + "-7");
      Files.writeString(left, "half");
      Programs.run("kill", "-KILL", runner);
      RecordingObserver observer = new RecordingObserver();
      CompletableFuture<List<StepResult>> second = second(host, observer);
      await(() -> !observer.holders().isEmpty());
      Files.createFile(Path.of(host.directory(), "go"));

      assertThat(get(first)).noneMatch(StepResult::ok);
      assertThat(get(second)).allMatch(StepResult::ok);
      assertThat(observer.holders().getFirst())
          .matches("nobody@.* UTC; that run was cut off, but its script goes on as process \\d+");
      assertThat(Path.of(host.directory(), "order")).hasContent("first\nsecond\n");
      assertThat(left).doesNotExist();
    }
  }

  @Test
  void a_runner_that_has_ended_and_that_nobody_has_waited_for_holds_nothing() throws Exception {
    EmbeddedNode host = node(LockProgram.PROCESS);
    // A shell that does not ask for the end of what it became: 'sleep' never does.
    Process parent =
        new ProcessBuilder("/bin/sh", "-c", "sh -c 'echo $$; kill -KILL $$' & exec sleep 100")
            .start();
    try (RemoteShell shell = connect(host)) {
      String ended = parent.inputReader(UTF_8).readLine();
      await(() -> isZombie(ended));
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      String by = String.join(" ", ended, fields(ended).get(19), boot, name);
      String find = "ls -d \"$HOME\"/.provision-*.lock.pid >lock";
      shell.apply(List.of(script(host, "first", find)), new RecordingObserver());
      Path lock = Path.of(Files.readString(Path.of(host.directory(), "lock")).strip());
      Files.writeString(lock, by + "\n");
      RecordingObserver observer = new RecordingObserver();

      assertThat(get(second(host, observer))).allMatch(StepResult::ok);
      assertThat(observer.holders()).isEmpty();
    } finally {
      parent.destroyForcibly();
    }
  }

  /// What the system says of a process, from its state on.
  private static List<String> fields(String process) {
    try {
      String stat = Files.readString(Path.of("/proc", process, "stat"));
      return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isZombie(String process) {
    return fields(process).getFirst().equals("Z");
  }

  /// What the run that goes on calls itself.
  private String runId() throws IOException {
    try (Stream<Path> files = Files.list(temporary.resolve("tmp"))) {
      String name = files.findFirst().orElseThrow().getFileName().toString();
      return name.substring(".provision-".length());
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_run_whose_connection_was_lost_holds_the_node_until_its_script_ends(LockProgram way)
      throws Exception {
    EmbeddedNode host = node(way);
    RemoteShell shell = connect(host);
    CompletableFuture<List<StepResult>> first = begin(host, shell);
    shell.close();
    assertThatThrownBy(() -> get(first)).isInstanceOf(ExecutionException.class);
    List<Step> steps =
        List.of(
            new PutFile(host.directory() + "/f", Content.of(new byte[1]), 0600, Optional.empty()));

    try (RemoteShell other = connect(host)) {
      ShellException busy =
          catchThrowableOfType(
              ShellException.class,
              () -> other.apply(steps, WhenBusy.REFUSE, new RecordingObserver()));
      assertThat(busy.failure()).isInstanceOf(ShellFailure.Busy.class);
      assertThat(busy.failure().reason()).contains("nobody@");
      assertThat(Path.of(host.directory(), "f")).doesNotExist();
      Files.createFile(Path.of(host.directory(), "go"));

      assertThat(other.apply(steps, new RecordingObserver())).allMatch(StepResult::ok);
    }
    assertThat(Path.of(host.directory(), "order")).hasContent("first\n");
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("try") // closing the second one while it waits is what is tried
  void who_waits_no_longer_does_nothing(LockProgram way) throws Exception {
    EmbeddedNode host = node(way);
    RemoteShell other = connect(host);
    try (RemoteShell shell = connect(host)) {
      CompletableFuture<List<StepResult>> first = begin(host, shell);
      RecordingObserver observer = new RecordingObserver();
      List<Step> steps = List.of(script(host, "second", "echo second >>order"));
      CompletableFuture<List<StepResult>> second =
          CompletableFuture.supplyAsync(() -> other.apply(steps, observer), NodeLockTest::start);
      await(() -> !observer.holders().isEmpty());
      other.close();
      assertThatThrownBy(() -> get(second)).isInstanceOf(ExecutionException.class);
      await(() -> runs() == 1);
      Files.createFile(Path.of(host.directory(), "go"));

      assertThat(get(first)).allMatch(StepResult::ok);
    }
    assertThat(Path.of(host.directory(), "order")).hasContent("first\n");
  }

  private int runs() {
    try (Stream<Path> files = Files.list(temporary.resolve("tmp"))) {
      return (int) files.count();
    } catch (IOException e) {
      return -1; // it is just being removed
    }
  }
}
