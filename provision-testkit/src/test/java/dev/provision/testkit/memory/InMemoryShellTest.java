package dev.provision.testkit.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.ports.Content;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.Privilege;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.SessionRequest;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.memory.InMemoryShell.Answer;
import dev.provision.testkit.shell.RecordingObserver;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the shell in memory does besides keeping the contract.
final class InMemoryShellTest {
  private static final String HOST = "192.0.2.1";
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final ShellFailure BROKEN = new ShellFailure.Disconnected("applying", "reset");

  private final InMemoryShell shells = new InMemoryShell();

  private static SshEndpoint endpoint(InMemoryShell shells, String host) {
    return new SshEndpoint(
        host,
        22,
        "root",
        List.of(new Login.Password(Secret.of("x"))),
        new HostTrust.KnownKeys(List.of(shells.hostKey(host))));
  }

  private static RemoteShell connect(InMemoryShell shells, String host) {
    return shells.connect(endpoint(shells, host), LIMIT, _ -> {});
  }

  private static List<StepResult> apply(InMemoryShell shells, String host, Step... steps) {
    try (RemoteShell shell = connect(shells, host)) {
      return shell.apply(List.of(steps), new RecordingObserver());
    }
  }

  private static RunScript script(String target, String text) {
    return new RunScript(
        target,
        Content.of(text.getBytes(UTF_8)),
        0700,
        Map.of("COLOR", "red"),
        Optional.of(Duration.ofMinutes(1)),
        OnFailure.CONTINUE);
  }

  private static ExitStatus exit(InMemoryShell shells, String host, RunScript script) {
    return ((StepResult.ScriptRan) apply(shells, host, script).getFirst()).exit();
  }

  private static ShellFailure failure(ThrowingCallable call) {
    return catchThrowableOfType(ShellException.class, call).failure();
  }

  @Test
  void the_first_rule_that_fits_a_script_counts() {
    InMemoryShell ruled =
        new InMemoryShell(
            ScriptRules.none()
                .target("/a.sh", new Answer(1, "", ""))
                .host("192.0.2.7", new Answer(2, "", ""))
                .text("apt-get", new Answer(3, "", ""))
                .when(call -> call.text().isEmpty(), _ -> new Answer(4, "", "")));

    assertThat(exit(ruled, HOST, script("/a.sh", "apt-get"))).isEqualTo(new ExitStatus.Exited(1));
    assertThat(exit(ruled, "192.0.2.7", script("/b.sh", "apt-get")))
        .isEqualTo(new ExitStatus.Exited(2));
    assertThat(exit(ruled, HOST, script("/b.sh", "run apt-get")))
        .isEqualTo(new ExitStatus.Exited(3));
    assertThat(exit(ruled, HOST, script("/b.sh", ""))).isEqualTo(new ExitStatus.Exited(4));
    assertThat(exit(ruled, HOST, script("/b.sh", "other"))).isEqualTo(new ExitStatus.Exited(0));
  }

  @Test
  void what_no_rule_fits_may_fail() {
    InMemoryShell strict =
        new InMemoryShell(ScriptRules.none().otherwise(_ -> new Answer(127, "", "unknown")));

    assertThat(exit(strict, HOST, script("/b.sh", "x"))).isEqualTo(new ExitStatus.Exited(127));
  }

  @Test
  void a_script_sees_files_and_variables_and_leaves_files() {
    InMemoryShell running =
        new InMemoryShell(
            call -> {
              String text = call.files().file("/etc/motd").orElseThrow().text();
              String shown =
                  text + call.environment().get("COLOR") + call.environment().get("HOME");
              call.files().put("/var/shown", shown.getBytes(UTF_8), 0600);
              call.files().delete("/etc/motd");
              return Answer.ok();
            });
    PutFile motd =
        new PutFile("/etc/motd", Content.of("hi ".getBytes(UTF_8)), 0644, Optional.empty());

    apply(running, HOST, motd, script("/s.sh", ""));

    assertThat(running.file(HOST, "/var/shown").orElseThrow().text()).isEqualTo("hi red/root");
    assertThat(running.files(HOST).paths()).containsExactly("/s.sh", "/var/shown");
  }

  @Test
  void files_are_read_with_bytes_mode_and_owner() {
    PutFile file =
        new PutFile("/etc/x", Content.of(new byte[] {1, 2}), 0640, Optional.of("www-data"));

    apply(shells, HOST, file);

    StoredFile stored = shells.file(HOST, "/etc/x").orElseThrow();
    assertThat(stored.bytes()).containsExactly(1, 2);
    assertThat(stored.mode()).isEqualTo(0640);
    assertThat(stored.owner()).isEqualTo("www-data");
    assertThat(shells.file("192.0.2.2", "/etc/x")).isEmpty();
  }

  @Test
  void relative_key_files_lie_in_the_home_of_whoever_applies_the_steps() {
    AuthorizeKeys keys = new AuthorizeKeys(".ssh/authorized_keys", List.of("ssh-rsa AAAA x"));
    SshEndpoint login = endpoint(shells, HOST).withUser("debian");

    shells.connect(login, LIMIT, _ -> {}).apply(List.of(keys), new RecordingObserver());
    shells
        .connect(login.withPrivilege(new Privilege.Sudo(Optional.empty())), LIMIT, _ -> {})
        .apply(List.of(keys), new RecordingObserver());

    assertThat(shells.files(HOST).paths())
        .containsExactly("/home/debian/.ssh/authorized_keys", "/root/.ssh/authorized_keys");
  }

  /// One failure of each kind.
  static Stream<ShellFailure> kinds() {
    HostKey key = HostKeys.of("x");
    return Stream.of(
        new ShellFailure.Unreachable("d", "r"),
        new ShellFailure.HostKeyMismatch("d", "r", List.of(key), key, Optional.empty()),
        new ShellFailure.HostUnknown("d", "r", key),
        new ShellFailure.Incompatible("d", "r"),
        new ShellFailure.AuthRejected("d", "r"),
        new ShellFailure.PrivilegeRefused("d", "r"),
        new ShellFailure.KeyUnusable("d", "r", Path.of("key")),
        new ShellFailure.Misconfigured("d", "r"),
        new ShellFailure.Disconnected("d", "r"),
        new ShellFailure.TransferFailed("d", "r"),
        new ShellFailure.TimedOut("d", "r"),
        new ShellFailure.Busy("d", "r"),
        new ShellFailure.Interrupted("d", "r"),
        new ShellFailure.Unclassified("d", "r"));
  }

  @Test
  void every_kind_of_failure_is_tried() {
    assertThat(kinds().map(kind -> (Object) kind.getClass()))
        .containsExactlyInAnyOrder((Object[]) ShellFailure.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void every_kind_of_failure_can_be_injected_at_every_call(ShellFailure kind) {
    shells.inject(ShellFault.connecting(kind).times(1));
    shells.inject(ShellFault.afterSteps(0, kind).times(1));
    shells.inject(ShellFault.comparing(kind).times(1));
    shells.inject(ShellFault.inSession(kind).times(1));

    assertThat(failure(() -> connect(shells, HOST))).isEqualTo(kind);
    RemoteShell shell = connect(shells, HOST);
    RunScript script = script("/s", "");
    assertThat(failure(() -> shell.apply(List.of(script), new RecordingObserver())))
        .isEqualTo(kind);
    assertThat(failure(() -> shell.compare(List.of(script)))).isEqualTo(kind);
    SessionRequest session =
        new SessionRequest(
            Optional.empty(),
            Optional.empty(),
            InputStream.nullInputStream(),
            new ByteArrayOutputStream(),
            new ByteArrayOutputStream());
    assertThat(failure(() -> shell.session(session))).isEqualTo(kind);
    assertThat(shell.session(session).success()).isTrue();
    assertThat(shell.apply(List.of(script), new RecordingObserver())).allMatch(StepResult::ok);
  }

  @Test
  void a_connection_can_break_off_between_two_steps_of_one_host() {
    shells.inject(ShellFault.afterSteps(2, BROKEN).onHost("192.0.2.7"));
    Step[] steps = {script("/a", ""), script("/b", ""), script("/c", "")};

    assertThat(apply(shells, HOST, steps)).hasSize(3);
    assertThat(failure(() -> apply(shells, "192.0.2.7", steps))).isEqualTo(BROKEN);
    assertThat(shells.files("192.0.2.7").paths()).containsExactly("/a", "/b");
    assertThat(apply(shells, "192.0.2.7", script("/a", ""), script("/b", ""))).hasSize(2);
  }

  @Test
  void a_script_that_takes_longer_than_it_may_is_ended_in_no_time() {
    InMemoryShell slow = new InMemoryShell(_ -> new Answer(0, "on", "").after(LIMIT));

    StepResult.ScriptRan ran =
        (StepResult.ScriptRan) apply(slow, HOST, script("/a", "")).getFirst();

    assertThat(ran.exit()).isEqualTo(new ExitStatus.TimedOut(Duration.ofMinutes(1)));
    assertThat(ran.duration()).isEqualTo(Duration.ofMinutes(1));
    assertThat(ran.stdout().text()).isEqualTo("on");
  }

  @Test
  void a_host_that_boots_is_waited_for() {
    List<String> reasons = new ArrayList<>();
    shells.booting(Duration.ofMinutes(2)).booting("192.0.2.9", LIMIT.multipliedBy(2));

    shells.connect(endpoint(shells, HOST), LIMIT, reasons::add).close();

    assertThat(reasons).isNotEmpty();
    assertThat(failure(() -> connect(shells, "192.0.2.9")))
        .isInstanceOf(ShellFailure.Unreachable.class);
  }

  @Test
  void a_key_that_is_awaited_is_the_host_s_from_then_on_unless_it_has_another_one() {
    HostKey given = HostKeys.of("given");
    HostTrust awaited = new HostTrust.AwaitedKey(given, Optional.empty());
    shells.hostKey("192.0.2.7", HostKeys.of("other"));

    shells.connect(endpoint(shells, HOST).withTrust(awaited), LIMIT, _ -> {}).close();

    assertThat(shells.hostKey(HOST)).isEqualTo(given);
    assertThat(
            failure(
                () ->
                    shells.connect(
                        endpoint(shells, "192.0.2.7").withTrust(awaited), LIMIT, _ -> {})))
        .isInstanceOf(ShellFailure.HostKeyMismatch.class);
  }

  @Test
  void only_those_logins_get_in_that_may() {
    Login good = new Login.Key(Secret.of("good"));
    shells.logins((endpoint, login) -> endpoint.host().equals(HOST) && login.equals(good));
    SshEndpoint both = endpoint(shells, HOST).withMoreLogins(List.of(good));

    shells.connect(both, LIMIT, _ -> {}).close();

    assertThat(failure(() -> connect(shells, HOST))).isInstanceOf(ShellFailure.AuthRejected.class);
    assertThat(
            failure(
                () ->
                    shells.connect(
                        both.withVia(List.of(endpoint(shells, "jump"))), LIMIT, _ -> {})))
        .isInstanceOf(ShellFailure.AuthRejected.class);
  }
}
