package dev.provision.testkit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.SessionRequest;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.Afterwards;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.node.TestScript;
import dev.provision.testkit.node.TestScript.Act;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the contract's tests are made of: a node for each test, a connection to it, and short words
/// for steps.
abstract class ShellContract {
  static final Duration LIMIT = Duration.ofSeconds(20);
  static final String ONE_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc one";
  static final String OTHER_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF1dXV1dXV1dXV1dXV1dXV1dXV1dXV1dXV1dXV1dXV1d other";

  private @Nullable ShellFixture fixture;
  private @Nullable RemoteShell connected;

  abstract ShellFixture fixture() throws Exception;

  final ShellFixture node() {
    return requireNonNull(fixture);
  }

  final RemoteShell shell() {
    return requireNonNull(connected);
  }

  @BeforeEach
  final void connect() throws Exception {
    fixture = fixture();
    reconnect();
  }

  final void reconnect() {
    connected = node().port().connect(node().endpoint(), LIMIT, reason -> {});
  }

  @AfterEach
  final void disconnect() {
    if (connected != null) {
      connected.close();
    }
    if (fixture != null) {
      fixture.close();
    }
  }

  /// The path on the node of a name in the test's directory.
  final String path(String name) {
    return node().directory() + "/" + name;
  }

  final PutFile put(String name, byte[] bytes, int mode) {
    return new PutFile(path(name), Content.of(bytes), mode, Optional.empty());
  }

  final PutFile put(String name, Content content) {
    return new PutFile(path(name), content, 0644, Optional.empty());
  }

  /// A script that does this.
  final RunScript script(Act... acts) {
    return script(node().text(TestScript.doing(acts)), OnFailure.STOP);
  }

  /// The same, whose failure does not stop the others.
  final RunScript tolerated(Act... acts) {
    return script(node().text(TestScript.doing(acts)), OnFailure.CONTINUE);
  }

  /// A script for the node's own shell.
  final RunScript script(String text) {
    return script(text, OnFailure.STOP);
  }

  final RunScript script(String text, OnFailure onFailure) {
    return new RunScript(
        path("script"),
        Content.of(text.getBytes(UTF_8)),
        0755,
        Map.of(),
        Optional.empty(),
        onFailure);
  }

  /// The same script, which is removed afterwards.
  static RunScript removed(RunScript script) {
    return new RunScript(
        script.target(),
        script.content(),
        script.mode(),
        script.environment(),
        script.timeout(),
        script.onFailure(),
        Afterwards.REMOVED);
  }

  static RunScript with(RunScript script, Map<String, String> environment, Duration limit) {
    return new RunScript(
        script.target(),
        script.content(),
        script.mode(),
        environment,
        Optional.of(limit),
        script.onFailure());
  }

  final List<StepResult> apply(Step... steps) {
    return shell().apply(List.of(steps), new RecordingObserver());
  }

  static ExitStatus exit(StepResult result) {
    return ((StepResult.ScriptRan) result).exit();
  }

  final String stdout(RunScript step) {
    StepResult result = apply(step).getFirst();
    assertThat(result.ok()).as(result.toString()).isTrue();
    return ((StepResult.ScriptRan) result).stdout().text();
  }

  /// What is in a file in the test's directory.
  final byte[] contentOf(String name) {
    return node().view().content(path(name));
  }

  final Optional<Integer> modeOf(String name) {
    return node().view().mode(path(name));
  }

  /// All that is in the test's directory.
  final List<String> tree() {
    String directory = node().directory();
    return node().view().tree(directory).stream()
        .map(path -> path.substring(directory.length() + 1))
        .toList();
  }

  /// What shell commands say that run in the test's directory.
  final String run(String commands) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    shell()
        .session(
            new SessionRequest(
                Optional.of("cd '" + node().directory() + "' && {\n" + commands + "\n}"),
                Optional.empty(),
                InputStream.nullInputStream(),
                out,
                new ByteArrayOutputStream()));
    return out.toString(UTF_8);
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(5);
    }
  }
}
