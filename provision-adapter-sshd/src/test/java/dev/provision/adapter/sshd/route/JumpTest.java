package dev.provision.adapter.sshd.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.Keys;
import dev.provision.adapter.sshd.OpenSshNode;
import dev.provision.adapter.sshd.UserHome;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Privilege;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.SessionRequest;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.ExitStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Connecting through other hosts: OpenSSH's servers, one behind the other.
@Timeout(120)
final class JumpTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String LOGGED_IN = "Accepted publickey";

  @TempDir private Path temporary;
  private final List<String> waits = new CopyOnWriteArrayList<>();
  private UserHome home;
  private OpenSshNode first;
  private OpenSshNode second;
  private OpenSshNode target;

  @BeforeEach
  void start() throws Exception {
    home = new UserHome(temporary.resolve("me"));
    first = new OpenSshNode(directory("first"));
    second = new OpenSshNode(directory("second"));
    target = new OpenSshNode(directory("target"));
    home.key("first", first.keys());
    home.key("second", second.keys());
    home.key("target", target.keys());
    home.knows(first).knows(second).knows(target);
  }

  private Path directory(String name) throws IOException {
    return Files.createDirectory(temporary.resolve(name));
  }

  @AfterEach
  void stop() {
    for (OpenSshNode node : new OpenSshNode[] {first, second, target}) {
      if (node != null) {
        node.close();
      }
    }
  }

  private String block(String name, OpenSshNode node, String... more) {
    return "Host %s\n  HostName 127.0.0.1\n  Port %s\n  User %s\n  IdentityFile ~/.ssh/%s\n  %s\n"
        .formatted(
            name, node.tcpPort(), System.getProperty("user.name"), name, String.join("\n  ", more));
  }

  private static SshEndpoint named(String host) {
    return new SshEndpoint(
        host,
        OptionalInt.empty(),
        Optional.empty(),
        List.of(),
        new HostTrust.KnownHosts(List.of()),
        host,
        new Privilege.None(),
        List.of());
  }

  /// Known by what the user knows.
  private SshEndpoint known(String host) {
    return named(host)
        .withTrust(new HostTrust.KnownHosts(List.of(home.ssh().resolve("known_hosts"))));
  }

  @Test
  void two_hosts_on_the_way_are_verified_and_logged_in_to_by_their_own_rules() throws Exception {
    home.config(
        block("target", target, "ProxyJump first,second")
            + block("first", first)
            + block("second", second));

    try (RemoteShellPort port = home.port();
        RemoteShell shell = connect(port, known("target"))) {
      assertThat(run(shell, "echo here")).isEqualTo("here\n");
      assertThat(shell.hostIdentity().key()).isEqualTo(target.hostKey());
      assertThat(shell.endpoint().port()).hasValue(target.tcpPort());
      assertThat(shell.endpoint().via())
          .extracting(SshEndpoint::host)
          .containsExactly("first", "second");
    }

    assertThat(first.log()).contains(LOGGED_IN);
    assertThat(second.log()).contains(LOGGED_IN);
  }

  @Test
  void a_host_on_the_way_may_have_one_on_its_own_way() throws Exception {
    home.config(
        block("target", target, "ProxyJump second")
            + block("first", first)
            + block(
                "second", second, "ProxyJump ssh://" + System.getProperty("user.name") + "@first"));

    try (RemoteShellPort port = home.port();
        RemoteShell shell = connect(port, known("target"))) {
      assertThat(shell.endpoint().via()).hasSize(2);
    }

    assertThat(first.log()).contains(LOGGED_IN);
  }

  @Test
  void an_endpoint_s_own_way_goes_before_the_configuration_s() throws Exception {
    home.config(block("target", target, "ProxyJump first"));
    SshEndpoint via = second.endpoint();

    try (RemoteShellPort port = home.port();
        RemoteShell shell = connect(port, known("target").withVia(List.of(via)))) {
      assertThat(run(shell, "echo here")).isEqualTo("here\n");
    }

    assertThat(first.log()).doesNotContain(LOGGED_IN);
    assertThat(second.log()).contains(LOGGED_IN);
  }

  @Test
  void much_goes_through_in_both_directions() throws Exception {
    home.config(
        block("target", target, "ProxyJump first,second")
            + block("first", first)
            + block("second", second));
    byte[] much = new byte[5_000_000];
    new Random(1).nextBytes(much);
    ByteArrayOutputStream back = new ByteArrayOutputStream();

    try (RemoteShellPort port = home.port();
        RemoteShell shell = connect(port, known("target"))) {
      ExitStatus status =
          shell.session(
              new SessionRequest(
                  Optional.of("cat"),
                  Optional.empty(),
                  new ByteArrayInputStream(much),
                  back,
                  OutputStream.nullOutputStream()));

      assertThat(status).isEqualTo(new ExitStatus.Exited(0));
    }

    assertThat(Arrays.equals(back.toByteArray(), much)).isTrue();
  }

  @Test
  void a_host_on_the_way_with_another_key_ends_it_before_any_login() throws Exception {
    Files.delete(home.ssh().resolve("known_hosts"));
    home.knows(target).known("[127.0.0.1]:" + first.tcpPort() + " " + second.hostKey());
    home.config(block("target", target, "ProxyJump first") + block("first", first));

    ShellFailure failure = failure(known("target"));

    assertThat(failure).isInstanceOf(ShellFailure.HostKeyMismatch.class);
    assertThat(failure.doing()).contains("@first:", "on the way to", "@target:");
    assertThat(first.log()).doesNotContain(LOGGED_IN);
    assertThat(target.log()).doesNotContain("[preauth]");
  }

  @Test
  void a_host_on_the_way_that_nobody_knows_is_refused_even_if_new_targets_are_accepted()
      throws Exception {
    Files.delete(home.ssh().resolve("known_hosts"));
    home.config(block("target", target, "ProxyJump first") + block("first", first));
    Path record = temporary.resolve("recorded");

    ShellFailure failure =
        failure(named("target").withTrust(new HostTrust.AcceptNew(List.of(), record)));

    assertThat(failure).isInstanceOf(ShellFailure.HostUnknown.class);
    assertThat(failure.reason()).contains("[127.0.0.1]:" + first.tcpPort());
    assertThat(record).doesNotExist();
  }

  @Test
  void a_host_on_the_way_that_refuses_us_is_named() throws Exception {
    home.config(block("target", target, "ProxyJump first") + block("first", first));
    home.key("first", Keys.ed25519());

    ShellFailure failure = failure(known("target"));

    assertThat(failure).isInstanceOf(ShellFailure.AuthRejected.class);
    assertThat(failure.doing()).contains("@first:");
    assertThat(waits).isEmpty();
  }

  @Test
  void a_host_that_lets_nothing_through_is_told_with_the_setting() throws Exception {
    first.close();
    Path again = directory("forbidding");
    first = new OpenSshNode(again, "AllowTcpForwarding no");
    home.key("first", first.keys());
    home.knows(first).config(block("target", target, "ProxyJump first") + block("first", first));

    ShellFailure failure = failure(known("target"));

    assertThat(failure).isInstanceOf(ShellFailure.Unreachable.class);
    assertThat(failure.reason()).contains("first", "127.0.0.1 port", "AllowTcpForwarding");
    assertThat(waits).isEmpty();
  }

  @Test
  void a_target_that_is_not_up_yet_is_waited_for_over_one_connection_to_the_host_before_it()
      throws Exception {
    home.config(block("target", target, "ProxyJump first") + block("first", first));
    target.close();

    ShellFailure failure =
        catchThrowableOfType(
                ShellException.class,
                () -> {
                  try (RemoteShellPort port = home.port()) {
                    port.connect(known("target"), Duration.ofSeconds(2), waits::add).close();
                  }
                })
            .failure();

    assertThat(failure).isInstanceOf(ShellFailure.Unreachable.class);
    assertThat(failure.reason()).contains("first", "cannot reach", "target at 127.0.0.1 port");
    assertThat(waits).hasSizeGreaterThan(2);
    assertThat(first.log().split(LOGGED_IN, -1)).hasSize(2);
  }

  @Test
  void closing_the_shell_closes_every_connection() throws Exception {
    home.config(
        block("target", target, "ProxyJump first,second")
            + block("first", first)
            + block("second", second));

    try (RemoteShellPort port = home.port()) {
      connect(port, known("target")).close();

      for (OpenSshNode node : List.of(first, second, target)) {
        awaitDisconnect(node);
      }
    }
  }

  private static void awaitDisconnect(OpenSshNode node) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!node.log()
        .matches("(?s).*(Connection closed by|Disconnected from|Connection reset by).*")) {
      assertThat(System.nanoTime()).as(node.log()).isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  @Test
  void a_way_that_leads_in_a_circle_is_told_with_its_place() throws Exception {
    home.config("Host *\n  ProxyJump bastion\n");

    ShellFailure failure = failure(known("target"));

    assertThat(failure).isInstanceOf(ShellFailure.Misconfigured.class);
    assertThat(failure.reason()).contains(home.ssh().resolve("config") + ":2", "cycle", "bastion");
  }

  private RemoteShell connect(RemoteShellPort port, SshEndpoint endpoint) {
    return port.connect(endpoint, LIMIT, waits::add);
  }

  private ShellFailure failure(SshEndpoint endpoint) {
    return catchThrowableOfType(
            ShellException.class,
            () -> {
              try (RemoteShellPort port = home.port()) {
                connect(port, endpoint).close();
              }
            })
        .failure();
  }

  private static String run(RemoteShell shell, String command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    shell.session(
        new SessionRequest(
            Optional.of(command),
            Optional.empty(),
            new ByteArrayInputStream(new byte[0]),
            out,
            OutputStream.nullOutputStream()));
    return out.toString(StandardCharsets.UTF_8);
  }
}
