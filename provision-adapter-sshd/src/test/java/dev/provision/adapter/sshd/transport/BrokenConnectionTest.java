package dev.provision.adapter.sshd.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.Fault;
import dev.provision.adapter.sshd.FaultyProxy;
import dev.provision.adapter.sshd.FaultyProxy.Direction;
import dev.provision.adapter.sshd.OpenSshNode;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepObserver;
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
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A connection to OpenSSH's server that breaks in the middle.
@Timeout(120)
final class BrokenConnectionTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int FILES = 20;
  private static final int SIZE = 20_000;

  @TempDir private Path temporary;
  private OpenSshNode node;
  private Path directory;

  @BeforeEach
  void start() throws Exception {
    node = new OpenSshNode(temporary);
    directory = Path.of(node.directory());
  }

  @AfterEach
  void stop() {
    if (node != null) {
      node.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3_000, 10_000, 100_000, 300_000, 400_000})
  void leaves_no_part_of_a_delivery_behind(int bytes) throws Exception {
    Files.write(directory.resolve("f0"), new byte[] {1});
    try (FaultyProxy proxy =
            new FaultyProxy(node.address(), Fault.cut(Direction.TO_SERVER, bytes, false));
        RemoteShell shell = node.port().connect(through(proxy), LIMIT, reason -> {})) {
      ShellException thrown =
          catchThrowableOfType(
              ShellException.class, () -> shell.apply(files(), new RecordingObserver()));

      assertThat(proxy.passed(Direction.TO_SERVER)).isEqualTo(bytes);
      assertThat(thrown.failure()).isInstanceOf(ShellFailure.Disconnected.class);
    }
    node.awaitTidy();
    assertThat(names()).containsExactly("f0");
    assertThat(Files.readAllBytes(directory.resolve("f0"))).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {10_000, 100_000, 400_000})
  void to_a_host_on_the_way_leaves_no_part_of_a_delivery_behind(int bytes) throws Exception {
    try (FaultyProxy proxy =
            new FaultyProxy(node.address(), Fault.cut(Direction.TO_SERVER, bytes, false));
        RemoteShell shell =
            node.port()
                .connect(node.endpoint().withVia(List.of(through(proxy))), LIMIT, reason -> {})) {
      ShellException thrown =
          catchThrowableOfType(
              ShellException.class, () -> shell.apply(files(), new RecordingObserver()));

      assertThat(proxy.passed(Direction.TO_SERVER)).isEqualTo(bytes);
      assertThat(thrown.failure()).isInstanceOf(ShellFailure.Disconnected.class);
    }
    node.awaitTidy();
    assertThat(names()).isEmpty();
  }

  @Test
  void during_a_script_leaves_whole_files_and_ends_the_run_after_that_script() throws Exception {
    List<Step> steps = new ArrayList<>(files());
    String wait = "until [ -e " + directory + "/go ]; do sleep 0.05; done; echo on";
    steps.add(script("first", "echo on; " + wait));
    steps.add(script("second", "echo on"));
    steps.add(script("third", "echo on"));
    RecordingObserver observer = new RecordingObserver();
    RemoteShell shell = node.port().connect(node.endpoint(), LIMIT, reason -> {});
    Thread closing =
        Thread.ofPlatform()
            .start(
                () -> {
                  await(() -> observer.output(FILES, StepObserver.Stream.STDOUT).length > 0);
                  shell.close();
                });
    ShellException thrown =
        catchThrowableOfType(ShellException.class, () -> shell.apply(steps, observer));
    closing.join();
    assertThat(thrown.failure()).isInstanceOf(ShellFailure.Disconnected.class);
    assertThat(thrown.failure().reason()).contains(directory + "/first");
    Files.createFile(directory.resolve("go"));
    node.awaitTidy();

    for (int i = 0; i < FILES; i++) {
      assertThat(Files.size(directory.resolve("f" + i))).isEqualTo(SIZE);
    }
    assertThat(names()).doesNotContain("third");
  }

  @Test
  void a_script_that_kills_what_runs_it_leaves_nothing_behind() throws Exception {
    try (RemoteShell shell = node.port().connect(node.endpoint(), LIMIT, reason -> {})) {
      List<Step> steps = new ArrayList<>(files());
      steps.add(script("killer", "kill -9 $PPID"));

      List<StepResult> results = shell.apply(steps, new RecordingObserver());

      assertThat(results.getLast().ok()).isFalse();
    }
    node.awaitTidy();
  }

  private SshEndpoint through(FaultyProxy proxy) {
    return node.endpoint().withPort(proxy.port());
  }

  private List<Step> files() {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = new byte[SIZE];
      new Random(i).nextBytes(bytes);
      steps.add(new PutFile(directory + "/f" + i, Content.of(bytes), 0644, Optional.empty()));
    }
    return steps;
  }

  private Step script(String name, String text) {
    return new RunScript(
        directory + "/" + name,
        Content.of(text.getBytes(UTF_8)),
        0755,
        Map.of(),
        Optional.empty(),
        OnFailure.CONTINUE);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
