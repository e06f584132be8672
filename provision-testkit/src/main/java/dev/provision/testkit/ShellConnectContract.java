package dev.provision.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Connecting: whom to trust, how long to wait.
abstract class ShellConnectContract extends ShellContract {
  @Test
  void the_host_is_identified() {
    assertThat(shell().hostIdentity().key().fingerprint()).startsWith("SHA256:");
    assertThat(shell().hostIdentity().how()).isNotBlank();
  }

  @Test
  void a_host_with_another_key_than_the_known_one_is_refused() {
    HostKey other = HostKey.parse(ONE_KEY);

    ShellFailure failure = failureOf(trusting(new HostTrust.KnownKeys(List.of(other))), LIMIT);

    assertThat(failure).isInstanceOf(ShellFailure.HostKeyMismatch.class);
    assertThat(((ShellFailure.HostKeyMismatch) failure).offered())
        .isEqualTo(shell().hostIdentity().key());
    assertThat(((ShellFailure.HostKeyMismatch) failure).known()).containsExactly(other);
    assertThat(failure.reason())
        .contains(other.fingerprint(), shell().hostIdentity().key().fingerprint());
  }

  @Test
  void a_host_that_nobody_knows_is_refused() {
    ShellFailure failure = failureOf(trusting(new HostTrust.KnownHosts(List.of())), LIMIT);

    assertThat(failure).isInstanceOf(ShellFailure.HostUnknown.class);
    assertThat(((ShellFailure.HostUnknown) failure).offered())
        .isEqualTo(shell().hostIdentity().key());
  }

  @Test
  void a_refused_login_ends_the_wait_and_names_user_and_host() {
    SshEndpoint good = node().endpoint();
    SshEndpoint nobody = good.withLogins(List.of());

    ShellFailure failure = failureOf(nobody, LIMIT);

    assertThat(failure).isInstanceOf(ShellFailure.AuthRejected.class);
    assertThat(failure.doing()).contains(good.user().orElseThrow(), good.host());
  }

  @Test
  void a_host_where_nothing_listens_is_waited_for_until_the_limit() throws IOException {
    SshEndpoint silent = at(unusedPort());
    List<String> reasons = new ArrayList<>();

    ShellException thrown =
        catchThrowableOfType(
            ShellException.class,
            () -> node().port().connect(silent, Duration.ofMillis(300), reasons::add));

    assertThat(thrown.failure()).isInstanceOf(ShellFailure.Unreachable.class);
    assertThat(thrown.failure().doing()).contains(silent.toString());
    assertThat(reasons).isNotEmpty();
  }

  @Test
  void an_interrupted_wait_ends_soon() throws Exception {
    SshEndpoint silent = at(unusedPort());
    AtomicReference<ShellFailure> failure = new AtomicReference<>();
    Thread waiting =
        Thread.ofPlatform().start(() -> failure.set(failureOf(silent, Duration.ofMinutes(5))));

    waiting.interrupt();
    waiting.join(Duration.ofSeconds(30));

    assertThat(failure.get()).isInstanceOf(ShellFailure.Interrupted.class);
  }

  private SshEndpoint at(int port) {
    return node().endpoint().withPort(port);
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private SshEndpoint trusting(HostTrust trust) {
    return node().endpoint().withTrust(trust);
  }

  private ShellFailure failureOf(SshEndpoint endpoint, Duration limit) {
    return catchThrowableOfType(
            ShellException.class,
            () -> node().port().connect(endpoint, limit, reason -> {}).close())
        .failure();
  }
}
