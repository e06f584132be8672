package dev.provision.adapter.sshd.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.Fault;
import dev.provision.adapter.sshd.FaultyProxy;
import dev.provision.adapter.sshd.OpenSshNode;
import dev.provision.adapter.sshd.SshdShellPort;
import dev.provision.adapter.sshd.Stall;
import dev.provision.adapter.sshd.time.TimeLimits;
import dev.provision.adapter.sshd.time.TimeLimits.Liveness;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.SessionRequest;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.ShellSettings;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A connection to OpenSSH's server on which nothing comes any more, or little.
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT) // most of the time is waiting
final class SilentConnectionTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final TimeLimits USUAL = TimeLimits.usual();

  /// A twentieth of what users get.
  private static final Liveness ALIVE =
      new Liveness(USUAL.alive().interval().dividedBy(20), USUAL.alive().unanswered());

  @TempDir private Path temporary;
  private OpenSshNode node;
  private RemoteShellPort port;

  @BeforeEach
  void start() throws Exception {
    node = new OpenSshNode(temporary);
    port =
        new SshdShellPort(
            ShellSettings.in(temporary),
            new TimeLimits(USUAL.attempt(), USUAL.listing(), USUAL.signing(), ALIVE));
  }

  @AfterEach
  void stop() {
    port.close();
    node.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 600, 900, 1100})
  void a_host_that_falls_silent_during_the_login_is_waited_for_until_the_limit(int bytes)
      throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(node.address(), Stall.after(bytes))) {
      ShellException thrown =
          catchThrowableOfType(
              ShellException.class, () -> connect(proxy, Duration.ofSeconds(2)).close());

      assertThat(thrown.failure()).isInstanceOf(ShellFailure.Unreachable.class);
      assertThat(thrown.failure().reason()).contains("does not respond");
    }
  }

  @Test
  void a_host_that_falls_silent_during_the_delivery_is_given_up() throws Exception {
    Step file = file("f", 3_000_000);
    try (FaultyProxy proxy = new FaultyProxy(node.address(), Stall.after(50_000));
        RemoteShell shell = connect(proxy, LIMIT)) {
      assertGivenUp(() -> shell.apply(List.of(file), new RecordingObserver()));
    }
    node.awaitTidy();
    assertThat(Path.of(node.directory())).isEmptyDirectory();
  }

  /// What is told is the time after which it is given up, not what is left of the limit of all.
  @Test
  void a_host_that_falls_silent_just_after_the_login_is_told_with_the_time_it_has()
      throws Exception {
    Stall stall = Stall.later();
    List<Duration> told = new ArrayList<>();
    StepObserver observer = new StopAtSending(stall, told);
    try (FaultyProxy proxy = new FaultyProxy(node.address(), stall);
        RemoteShell shell = connect(proxy, Duration.ofMinutes(10))) {
      assertGivenUp(() -> shell.apply(List.of(file("f", 10)), observer));
    }

    assertThat(told)
        .isNotEmpty()
        .allSatisfy(limit -> assertThat(limit).isLessThanOrEqualTo(ALIVE.limit()));
  }

  @Test
  void a_host_on_the_way_that_falls_silent_is_given_up() throws Exception {
    Step file = file("f", 3_000_000);
    try (FaultyProxy proxy = new FaultyProxy(node.address(), Stall.after(50_000));
        RemoteShell shell =
            port.connect(
                node.endpoint().withVia(List.of(node.endpoint().withPort(proxy.port()))),
                LIMIT,
                _ -> {})) {
      assertGivenUp(() -> shell.apply(List.of(file), new RecordingObserver()));
    }
    node.awaitTidy();
  }

  @Test
  void a_host_that_falls_silent_during_a_script_is_given_up() throws Exception {
    Stall stall = Stall.later();
    StopAtOutput observer = new StopAtOutput(stall);
    Path go = Path.of(node.directory(), "go");
    Step script = script("echo on; until [ -e " + go + " ]; do sleep 0.05; done");
    try (FaultyProxy proxy = new FaultyProxy(node.address(), stall);
        RemoteShell shell = connect(proxy, LIMIT)) {
      ShellFailure failure = assertGivenUp(() -> shell.apply(List.of(script), observer));

      assertThat(failure.reason()).contains("during " + node.directory() + "/script");
    }
    Files.createFile(go);
    node.awaitTidy();
  }

  @Test
  void a_host_that_falls_silent_during_a_session_is_given_up() throws Exception {
    Stall stall = Stall.later();
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void write(byte[] bytes) {
            stall.now();
          }
        };
    SessionRequest request =
        new SessionRequest(
            Optional.of("echo on; exec sleep 60"),
            Optional.empty(),
            InputStream.nullInputStream(),
            out,
            new ByteArrayOutputStream());
    try (FaultyProxy proxy = new FaultyProxy(node.address(), stall);
        RemoteShell shell = connect(proxy, LIMIT)) {
      assertGivenUp(() -> shell.session(request));
    }
  }

  @Test
  void a_script_may_be_silent_for_long() {
    try (RemoteShell shell = port.connect(node.endpoint(), LIMIT, _ -> {})) {
      // Thrice as long as it takes to give a host up.
      long seconds = ALIVE.limit().multipliedBy(3).toSeconds();

      List<StepResult> results =
          shell.apply(List.of(script("sleep " + seconds)), new RecordingObserver());

      assertThat(results).hasSize(1).allMatch(StepResult::ok);
    }
  }

  @Test
  void a_line_of_10_kilobytes_a_second_will_do() throws Exception {
    assertArrives(node.port(), 10_000, 20_000);
  }

  /// Questions and answers then wait behind the delivery for longer than it takes to give a silent
  /// host up.
  @Test
  void a_long_delivery_over_a_slow_line_is_not_taken_for_silence() throws Exception {
    assertArrives(port, 200_000, 1_200_000);
  }

  private void assertArrives(RemoteShellPort from, int bytesPerSecond, int size) throws Exception {
    List<Step> steps = List.of(file("f", size), script("wc -c <" + node.directory() + "/f"));
    RecordingObserver observer = new RecordingObserver();
    try (FaultyProxy proxy = new FaultyProxy(node.address(), Fault.slow(bytesPerSecond));
        RemoteShell shell = connect(from, proxy, LIMIT)) {
      assertThat(shell.apply(steps, observer)).hasSize(2).allMatch(StepResult::ok);
    }
    assertThat(new String(observer.output(1, StepObserver.Stream.STDOUT), UTF_8).strip())
        .isEqualTo(String.valueOf(size));
  }

  private static ShellFailure assertGivenUp(ThrowingCallable call) {
    ShellException thrown = catchThrowableOfType(ShellException.class, call);
    assertThat(thrown.failure()).isInstanceOf(ShellFailure.Disconnected.class);
    assertThat(thrown.failure().reason()).contains("the host stopped responding");
    return thrown.failure();
  }

  private RemoteShell connect(FaultyProxy proxy, Duration limit) {
    return connect(port, proxy, limit);
  }

  private RemoteShell connect(RemoteShellPort from, FaultyProxy proxy, Duration limit) {
    return from.connect(node.endpoint().withPort(proxy.port()), limit, _ -> {});
  }

  private Step file(String name, int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return new PutFile(node.directory() + "/" + name, Content.of(bytes), 0644, Optional.empty());
  }

  private Step script(String text) {
    return new RunScript(
        node.directory() + "/script",
        Content.of(text.getBytes(UTF_8)),
        0755,
        Map.of(),
        Optional.empty(),
        OnFailure.STOP);
  }

  /// Lets the connection fall silent before anything is sent, and keeps the limits it is told then.
  private record StopAtSending(Stall stall, List<Duration> told) implements StepObserver {
    @Override
    public void awaiting(String what, Duration limit) {
      if (what.endsWith(" to receive the steps")) {
        stall.now();
      }
      if (!what.endsWith(" to open a channel")) {
        told.add(limit);
      }
    }

    @Override
    public void sent(long sent, long total) {}

    @Override
    public void started(int index) {}

    @Override
    public void output(int index, Stream stream, byte[] bytes) {}

    @Override
    public void finished(int index, StepResult result) {}
  }

  /// Lets the connection fall silent at the first output.
  private record StopAtOutput(Stall stall) implements StepObserver {
    @Override
    public void sent(long sent, long total) {}

    @Override
    public void started(int index) {}

    @Override
    public void output(int index, Stream stream, byte[] bytes) {
      stall.now();
    }

    @Override
    public void finished(int index, StepResult result) {}
  }
}
