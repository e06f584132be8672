package dev.provision.adapter.sshd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.StallingServer.Whim;
import dev.provision.adapter.sshd.login.FakeSecurityKeyAgent;
import dev.provision.adapter.sshd.start.SlowStart;
import dev.provision.adapter.sshd.time.TimeLimits;
import dev.provision.adapter.sshd.time.TimeLimits.Liveness;
import dev.provision.ports.Content;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.RemoteShellPort.WaitObserver;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.ShellSettings;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing is waited for without a limit, and all that is waited for is named. The limits are a
/// fortieth of what users get.
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT) // most of the time is waiting
final class WaitingTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final TimeLimits LIMITS =
      new TimeLimits(
          Duration.ofMillis(500),
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          new Liveness(Duration.ofMillis(500), 3));

  @TempDir private Path temporary;
  private RemoteShellPort port;
  private final Heard heard = new Heard();

  /// What was waited for.
  private static final class Heard implements WaitObserver {
    private final List<String> reasons = new ArrayList<>();
    private final List<String> awaited = new ArrayList<>();

    @Override
    public void waiting(String reason) {
      reasons.add(reason);
    }

    @Override
    public void awaiting(String what, Duration limit) {
      assertThat(limit).isPositive();
      awaited.add(what);
    }
  }

  /// What is slow once is not what these tests are about.
  @BeforeAll
  static void warmUp() throws Exception {
    assertThat(new SshWarmUp().call()).isTrue();
  }

  @BeforeEach
  void open() {
    port = new SshdShellPort(ShellSettings.in(temporary.resolve("state")), LIMITS);
  }

  @AfterEach
  void close() {
    port.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 600, 950, 1100})
  void a_connection_that_stalls_before_it_is_verified_or_in_the_login_is_made_anew(int bytes)
      throws Exception {
    try (OpenSshNode node = new OpenSshNode(temporary);
        FaultyProxy proxy = new FaultyProxy(node.address(), Stall.after(bytes))) {
      port.connect(node.endpoint().withPort(proxy.port()), LIMIT, heard).close();

      assertThat(heard.reasons)
          .singleElement()
          .asString()
          .contains("accepts the connection, but does not respond", "within 0.5 s");
    }
  }

  @Test
  void each_thing_that_is_waited_for_is_named() throws Exception {
    RecordingObserver observer = new RecordingObserver();
    try (OpenSshNode node = new OpenSshNode(temporary);
        RemoteShell shell = node.port().connect(node.endpoint(), LIMIT, heard)) {
      shell.apply(List.of(script()), observer);
    }

    assertThat(String.join("\n", heard.awaited))
        .containsSubsequence(
            "to take the connection",
            "version line of",
            "end of the key exchange of",
            "answer to the login with key");
    assertThat(String.join("\n", observer.awaited()))
        .containsSubsequence("to open a channel", "to receive the steps", "to start the steps");
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_ANSWER_TO_LOGINS", "BANNERS", "IGNORED"})
  void a_login_that_gets_no_answer_is_tried_anew(Whim whim) throws Exception {
    try (StallingServer server = new StallingServer(whim, 1)) {
      port.connect(server.endpoint(), LIMIT, heard).close();

      assertThat(heard.reasons)
          .singleElement()
          .asString()
          .contains("no answer to the login with password");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void a_host_that_never_stops_refusing_is_left_and_tried_anew() throws Exception {
    try (StallingServer server = new StallingServer(Whim.REFUSALS, 1000)) {
      assertThat(failureOfConnecting(server.endpoint(), SHORT))
          .isInstanceOfAny(ShellFailure.AuthRejected.class, ShellFailure.Unreachable.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_ANSWER_TO_LOGINS", "BANNERS", "IGNORED"})
  void a_host_that_never_answers_a_login_ends_the_wait_at_its_limit(Whim whim) throws Exception {
    try (StallingServer server = new StallingServer(whim, 1000)) {
      long start = System.nanoTime();

      assertThat(failureOfConnecting(server.endpoint(), SHORT))
          .isInstanceOf(ShellFailure.Unreachable.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.multipliedBy(4));
    }
  }

  @Test
  void an_account_that_has_expired_ends_the_wait_at_once() throws Exception {
    try (StallingServer server = new StallingServer(Whim.EXPIRED, 1000)) {
      ShellFailure failure = failureOfConnecting(server.endpoint(), LIMIT);

      assertThat(failure).isInstanceOf(ShellFailure.AuthRejected.class);
      assertThat(failure.reason()).contains("somebody", "Your account has expired");
      assertThat(heard.reasons).isEmpty();
    }
  }

  @Test
  void a_host_that_says_that_it_boots_is_waited_for() throws Exception {
    try (StallingServer server = new StallingServer(Whim.BOOTING, 1)) {
      port.connect(server.endpoint(), LIMIT, heard).close();

      assertThat(heard.reasons).anyMatch(reason -> reason.contains("System is booting up"));
    }
  }

  /// Each attempt gets twice the time of the one before.
  @Test
  void a_host_that_is_only_slow_is_reached() throws Exception {
    try (OpenSshNode node = new OpenSshNode(temporary);
        SlowStart slow = new SlowStart(node.address(), LIMITS.attempt().multipliedBy(3))) {
      port.connect(node.endpoint().withPort(slow.port()), LIMIT, heard).close();

      assertThat(heard.reasons).isNotEmpty().allMatch(reason -> reason.contains("version line"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_CHANNELS", "DEBUG"})
  void a_connection_that_opens_no_channel_is_made_anew(Whim whim) throws Exception {
    RecordingObserver observer = new RecordingObserver();
    try (StallingServer server = new StallingServer(whim, 1);
        RemoteShell shell =
            port.connect(server.endpoint(), LIMITS.attempt().multipliedBy(6), heard)) {
      ShellFailure failure = failureOfApplying(shell, observer);

      assertThat(server.connections()).isGreaterThanOrEqualTo(2);
      assertThat(observer.awaited())
          .filteredOn(phase -> phase.contains("to open a channel"))
          .hasSize(2);
      assertThat(failure.reason()).contains("did not start it within");
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "NONE",
        "NO_CHANNELS",
        "NO_REPLY_TO_COMMANDS",
        "GLOBAL_REQUESTS",
        "DEBUG",
        "STDOUT",
        "STDERR"
      })
  void a_host_that_never_begins_ends_the_wait_at_its_limit(Whim whim) throws Exception {
    try (StallingServer server = new StallingServer(whim, 1000);
        RemoteShell shell = port.connect(server.endpoint(), SHORT, heard)) {
      long start = System.nanoTime();

      ShellFailure failure = failureOfApplying(shell, new RecordingObserver());

      assertThat(failure)
          .isInstanceOfAny(ShellFailure.TimedOut.class, ShellFailure.Unreachable.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.multipliedBy(3));
    }
  }

  @Test
  void what_was_said_instead_is_shown() throws Exception {
    try (StallingServer server = new StallingServer(Whim.STDOUT, 1000);
        RemoteShell shell = port.connect(server.endpoint(), SHORT, heard)) {
      assertThat(failureOfApplying(shell, new RecordingObserver()).reason())
          .contains("did not start it within 2 s", "no end of words");
    }
  }

  @Test
  void a_script_that_has_begun_may_take_longer_than_connecting_may() throws Exception {
    try (OpenSshNode node = new OpenSshNode(temporary);
        RemoteShell shell = port.connect(node.endpoint(), SHORT, heard)) {
      List<StepResult> results = shell.apply(List.of(script("sleep 2.5")), new RecordingObserver());

      assertThat(results).allMatch(StepResult::ok);
    }
  }

  @Test
  void later_calls_on_a_connection_have_a_limit_of_their_own() throws Exception {
    try (OpenSshNode node = new OpenSshNode(temporary);
        RemoteShell shell = port.connect(node.endpoint(), SHORT, heard)) {
      shell.apply(List.of(script("sleep 2.5")), new RecordingObserver());

      assertThat(shell.apply(List.of(script()), new RecordingObserver())).allMatch(StepResult::ok);
    }
  }

  @Test
  void an_agent_that_does_not_list_its_keys_is_passed_over() throws Exception {
    Path socket = temporary.resolve("agent");
    try (OpenSshNode node = new OpenSshNode(temporary);
        ServerSocketChannel deaf = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      deaf.bind(UnixDomainSocketAddress.of(socket));
      UserHome home = new UserHome(Files.createDirectory(temporary.resolve("me"))).agent(socket);
      home.knows(node).key("id_ed25519", node.keys());

      logIn(home, node);
    }
    assertThat(heard.awaited).contains("the agent at " + socket + " to list its keys");
    assertThat(heard.reasons)
        .filteredOn(reason -> reason.startsWith("the agent"))
        .singleElement()
        .asString()
        .contains("the agent at " + socket + " is ignored", "within 0.2 s");
  }

  @Test
  void an_agent_that_does_not_sign_is_passed_over() throws Exception {
    Path socket = temporary.resolve("agent");
    try (OpenSshNode node = new OpenSshNode(temporary);
        FakeSecurityKeyAgent untouched = new FakeSecurityKeyAgent(socket)) {
      node.authorize(untouched.publicKey().toString());
      UserHome home = new UserHome(Files.createDirectory(temporary.resolve("me"))).agent(socket);
      home.knows(node).key("id_ed25519", node.keys());

      logIn(home, node);
    }
    assertThat(heard.awaited).contains("the agent to sign with the key token of the agent");
  }

  private void logIn(UserHome home, OpenSshNode node) {
    SshEndpoint endpoint =
        node.endpoint(List.of())
            .withTrust(new HostTrust.KnownHosts(List.of(home.ssh().resolve("known_hosts"))))
            .withHostName("127.0.0.1");
    try (RemoteShellPort own = home.port(LIMITS)) {
      own.connect(endpoint, LIMIT, heard).close();
    }
  }

  @Test
  void a_silent_host_is_told_of_before_it_is_given_up() throws Exception {
    List<Duration> told = new ArrayList<>();
    Stall stall = Stall.later();
    TimeLimits slower =
        new TimeLimits(
            LIMITS.attempt(),
            LIMITS.listing(),
            LIMITS.signing(),
            new Liveness(Duration.ofMillis(700), 3));
    Path go = temporary.resolve("go");
    try (RemoteShellPort patient =
            new SshdShellPort(ShellSettings.in(temporary.resolve("other")), slower);
        OpenSshNode node = new OpenSshNode(temporary);
        FaultyProxy proxy = new FaultyProxy(node.address(), stall);
        RemoteShell shell = patient.connect(node.endpoint().withPort(proxy.port()), LIMIT, heard)) {
      Silencer observer = new Silencer(stall, told);
      ShellException thrown =
          catchThrowableOfType(
              ShellException.class,
              () ->
                  shell.apply(
                      List.of(script("echo on; until [ -e " + go + " ]; do sleep 0.05; done")),
                      observer));
      Files.createFile(go);

      assertThat(thrown.failure().reason()).contains("the host stopped responding");
      assertThat(told).isNotEmpty();
      node.awaitTidy();
    }
  }

  private ShellFailure failureOfConnecting(SshEndpoint endpoint, Duration limit) {
    return catchThrowableOfType(
            ShellException.class, () -> port.connect(endpoint, limit, heard).close())
        .failure();
  }

  private ShellFailure failureOfApplying(RemoteShell shell, StepObserver observer) {
    return catchThrowableOfType(
            ShellException.class, () -> shell.apply(List.of(script()), observer))
        .failure();
  }

  private Step script() {
    return script("true");
  }

  private Step script(String text) {
    return new RunScript(
        temporary + "/script",
        Content.of(text.getBytes(UTF_8)),
        0755,
        Map.of(),
        Optional.empty(),
        OnFailure.STOP);
  }

  /// Lets the connection fall silent at the first output.
  private record Silencer(Stall stall, List<Duration> told) implements StepObserver {
    @Override
    public void silent(Duration since, Duration limit) {
      assertThat(since).isLessThan(limit);
      told.add(since);
    }

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
