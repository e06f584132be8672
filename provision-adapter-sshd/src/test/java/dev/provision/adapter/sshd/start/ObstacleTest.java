package dev.provision.adapter.sshd.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.Content;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.Obstacle;
import dev.provision.ports.shell.Privilege;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Step;
import dev.provision.testkit.shell.RecordingObserver;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What stands in the way at a real server is recognized, each for itself, and soon.
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT) // most of the time is waiting
final class ObstacleTest {
  private static final Optional<Secret> RIGHT = Optional.of(Secret.of(SudoNode.PASSWORD));
  private static final Optional<Secret> WRONG = Optional.of(Secret.of("sesame"));
  private static final String ASKS = "somebody ALL=(ALL) ALL";

  /// Long before the limit; what the host makes us wait for is in it.
  private static final Duration SOON = Duration.ofSeconds(8);

  @TempDir private Path temporary;
  private @Nullable SudoNode node;

  @AfterEach
  void end() {
    if (node != null) {
      node.close();
    }
  }

  private SudoNode node(String shell, String sudoers, String... sshd) throws Exception {
    Programs.require("doas");
    Programs.require("sudo");
    SudoNode made = new SudoNode(temporary, shell, sudoers, "permit somebody\n", sshd);
    node = made;
    return made;
  }

  private static Step step() {
    return new PutFile("/tmp/f", Content.of("f".getBytes(UTF_8)), 0600, Optional.empty());
  }

  private static ShellFailure failure(SudoNode host, Privilege privilege) {
    return failure(host, privilege, Duration.ofSeconds(30));
  }

  private static ShellFailure failure(SudoNode host, Privilege privilege, Duration limit) {
    long start = System.nanoTime();
    ShellException thrown =
        catchThrowableOfType(
            ShellException.class,
            () -> {
              try (RemoteShell shell =
                  host.port().connect(host.endpoint().withPrivilege(privilege), limit, _ -> {})) {
                shell.apply(List.of(step()), new RecordingObserver());
              }
            });
    assertThat(thrown).isNotNull();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    assertThat(thrown.failure().reason()).hasSizeLessThan(1000);
    return thrown.failure();
  }

  private static Obstacle obstacle(SudoNode host) {
    return failure(host, new Privilege.None()).obstacle();
  }

  @Test
  void a_host_that_opens_one_channel_at_a_time() throws Exception {
    SudoNode host = node("/bin/sh", "", "MaxSessions 1");

    ShellFailure failure = failure(host, new Privilege.Su(WRONG));

    assertThat(failure.obstacle()).isEqualTo(Obstacle.TOO_FEW_CHANNELS);
    assertThat(failure.reason()).contains("opens no more channels").doesNotContain("Future");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PermitTTY no", ""})
  void a_host_that_gives_no_terminal(String sshd) throws Exception {
    SudoNode host = node("/bin/sh", ASKS + "\nDefaults requiretty", sshd);
    if (sshd.isEmpty()) {
      host.restrict("no-pty");
    }

    for (Privilege privilege :
        List.of(new Privilege.Doas(RIGHT), new Privilege.Su(RIGHT), new Privilege.Sudo(RIGHT))) {
      assertThat(failure(host, privilege).obstacle()).isEqualTo(Obstacle.NO_TERMINAL);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1::::1:2:, ACCOUNT_CLOSED",
    "0::99999::::, PASSWORD_EXPIRED",
  })
  void an_account_that_has_expired_or_whose_password_has(String age, Obstacle obstacle)
      throws Exception {
    SudoNode host = node("/bin/sh", "", "UsePAM yes");
    host.age(age);

    ShellFailure failure = failure(host, new Privilege.None());

    assertThat(failure).isInstanceOf(ShellFailure.AuthRejected.class);
    assertThat(failure.obstacle()).as(failure.toString()).isEqualTo(obstacle);
  }

  @ParameterizedTest
  @CsvSource({
    "/usr/sbin/nologin, NO_SHELL",
    "/bin/false, OTHER_COMMAND",
    "/bin/cat, OTHER_COMMAND",
    "/no/such, UNKNOWN"
  })
  void a_login_without_a_shell(String shell, Obstacle obstacle) throws Exception {
    assertThat(obstacle(node(shell, ""))).isEqualTo(obstacle);
  }

  @ParameterizedTest
  @CsvSource({
    "'echo Please login as the user ubuntu rather than the user root.; sleep 10', OTHER_LOGIN",
    "'echo 1 status; echo 2 quit', OTHER_COMMAND",
    "internal-sftp -R, OTHER_COMMAND"
  })
  void a_key_with_a_forced_command(String command, Obstacle obstacle) throws Exception {
    SudoNode host = node("/bin/sh", "");
    host.restrict("command=\"" + command + "\"");

    assertThat(obstacle(host)).isEqualTo(obstacle);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec </dev/null", "exec 0<&-", "exec </etc/passwd"})
  void a_start_up_file_that_gives_commands_another_input(String line) throws Exception {
    SudoNode host = node("/bin/bash", "");
    Files.writeString(host.file("/run/home/.bashrc"), line + "\n");

    ShellFailure failure = failure(host, new Privilege.None());

    assertThat(failure.obstacle()).as(failure.toString()).isEqualTo(Obstacle.REDIRECTED);
    assertThat(failure.reason())
        .contains("the data that was sent does not arrive")
        .doesNotContain("archive");
  }

  @Test
  void a_server_that_gives_commands_another_input() throws Exception {
    SudoNode host = node("/bin/sh", "", "ForceCommand sh -c \"$SSH_ORIGINAL_COMMAND\" </dev/null");

    assertThat(obstacle(host)).isEqualTo(Obstacle.REDIRECTED);
  }

  @Test
  void a_host_that_allows_root_forced_commands_only() throws Exception {
    SudoNode host = node("/bin/sh", "", "PermitRootLogin forced-commands-only");

    ShellException thrown =
        catchThrowableOfType(
            ShellException.class,
            () -> {
              try (RemoteShell shell =
                  host.port()
                      .connect(host.endpoint().withUser("root"), Duration.ofSeconds(20), _ -> {})) {
                shell.apply(List.of(step()), new RecordingObserver());
              }
            });

    assertThat(thrown.failure().obstacle())
        .as(thrown.failure().toString())
        .isEqualTo(Obstacle.OTHER_COMMAND);
    assertThat(thrown.failure().reason())
        .contains("forced-commands-only")
        .doesNotContain("QueuedChannel");
  }

  @Test
  void a_host_that_wants_more_than_a_key() throws Exception {
    SudoNode host =
        node(
            "/bin/sh",
            "",
            "AuthenticationMethods publickey,password",
            "PasswordAuthentication yes");

    ShellFailure failure = failure(host, new Privilege.None());

    assertThat(failure).isInstanceOf(ShellFailure.AuthRejected.class);
    assertThat(failure.obstacle()).isEqualTo(Obstacle.MORE_WANTED);
    assertThat(failure.reason()).contains("though it accepted", "it requires more: password");
  }

  @ParameterizedTest
  @CsvSource({
    "somebody ALL=(ALL) ALL, true, WRONG_PASSWORD",
    "'somebody ALL=(ALL) ALL\nDefaults rootpw', false, OTHER_PASSWORD",
    "'somebody ALL=(ALL) ALL\nDefaults targetpw', false, OTHER_PASSWORD",
    "'somebody ALL=(ALL) ALL\nDefaults secure_path=/nope', false, ROOT_STARTS_NOTHING",
    "'somebody ALL=(ALL) ALL\nDefaults noexec', false, ROOT_STARTS_NOTHING",
    "'somebody ALL=(ALL) NOPASSWD: ALL\nDefaults secure_path=/nope', false, ROOT_STARTS_NOTHING",
    "root ALL=(ALL) ALL, false, NOT_ALLOWED"
  })
  void what_sudo_says(String sudoers, boolean wrong, Obstacle obstacle) throws Exception {
    ShellFailure failure =
        failure(node("/bin/sh", sudoers), new Privilege.Sudo(wrong ? WRONG : RIGHT));

    assertThat(failure).isInstanceOf(ShellFailure.PrivilegeRefused.class);
    assertThat(failure.obstacle()).as(failure.toString()).isEqualTo(obstacle);
  }

  @Test
  void a_program_that_is_not_there() throws Exception {
    SudoNode host = node("/bin/bash", "");
    Files.writeString(host.file("/run/home/.bashrc"), "PATH=/nowhere\n");

    ShellFailure failure = failure(host, new Privilege.Sudo(RIGHT));

    assertThat(failure.obstacle()).isEqualTo(Obstacle.NODE_LACKS);
    assertThat(failure.reason()).startsWith("sudo is not installed");
  }

  @Execution(ExecutionMode.SAME_THREAD) // there is one address for the server
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_sudo_that_asks_a_deaf_name_server_ends_at_the_limit(boolean password) throws Exception {
    SudoNode host = node("/bin/sh", ASKS);
    Files.writeString(host.file("/etc/hosts"), "127.0.0.1 localhost\n");
    Files.writeString(
        host.file("/etc/resolv.conf"), "nameserver 127.0.0.99\noptions timeout:30 attempts:3\n");
    try (DatagramSocket deaf = new DatagramSocket(new InetSocketAddress("127.0.0.99", 53))) {
      ShellFailure failure =
          failure(
              host, new Privilege.Sudo(password ? RIGHT : Optional.empty()), Duration.ofSeconds(3));

      assertThat(deaf.isClosed()).isFalse();
      assertThat(failure).isInstanceOf(ShellFailure.TimedOut.class);
      assertThat(failure.reason())
          .contains("sudo did not start within 3 s", "name server", "/etc/hosts");
    }
  }

  @Test
  void algorithms_that_are_not_taken_here() throws Exception {
    SudoNode host = node("/bin/sh", "", "Ciphers chacha20-poly1305@openssh.com");

    assertThat(failure(host, new Privilege.None()))
        .isInstanceOf(ShellFailure.Incompatible.class)
        .extracting(ShellFailure::reason)
        .asString()
        .contains("chacha20-poly1305@openssh.com");
  }
}
