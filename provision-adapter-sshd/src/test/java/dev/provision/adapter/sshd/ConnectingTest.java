package dev.provision.adapter.sshd;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.ports.Secret;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.ShellSettings;
import dev.provision.ports.shell.SshEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What happens up to the login.
@Timeout(120)
final class ConnectingTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Login GOOD = new Login.Password(Secret.of(RecordingServer.PASSWORD));
  private static final Login BAD = new Login.Password(Secret.of("guess"));
  private static final HostKey OTHER =
      HostKey.parse(
          "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc");

  @TempDir private Path temporary;
  private RemoteShellPort port;
  private final List<String> waits = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    port = new SshdProvider().open(ShellSettings.in(temporary));
  }

  @AfterEach
  void close() {
    port.close();
  }

  @Test
  void no_byte_of_a_login_leaves_before_the_host_is_verified() throws IOException {
    try (RecordingServer server = new RecordingServer(_ -> {})) {
      HostTrust wrong = new HostTrust.KnownKeys(List.of(OTHER));

      assertThat(failure(server.endpoint(List.of(GOOD), wrong)))
          .isInstanceOf(ShellFailure.HostKeyMismatch.class);
      assertThat(failure(server.endpoint(List.of(GOOD), new HostTrust.KnownHosts(List.of()))))
          .isInstanceOf(ShellFailure.HostUnknown.class);

      assertThat(server.events()).isEmpty();
      assertThat(waits).isEmpty();
      connect(server.endpoint(List.of(GOOD))).close();
      assertThat(server.events()).startsWith("login begins");
    }
  }

  @Test
  void logins_are_tried_in_their_order_and_all_are_named_when_refused() throws IOException {
    Keys first = Keys.ed25519();
    Keys second = Keys.ed25519();
    List<Login> logins =
        List.of(new Login.Key(first.privateKey()), BAD, new Login.Key(second.privateKey()));
    try (RecordingServer server = new RecordingServer(_ -> {})) {
      ShellFailure failure = failure(server.endpoint(logins));

      assertThat(failure).isInstanceOf(ShellFailure.AuthRejected.class);
      assertThat(failure.doing()).contains("somebody@127.0.0.1");
      assertThat(failure.reason())
          .containsSubsequence("key", "password", "key")
          .doesNotContain("guess");
      assertThat(server.events().stream().distinct())
          .containsExactly(
              "login begins",
              "key " + first.publicKey().fingerprint(),
              "password guess",
              "key " + second.publicKey().fingerprint());
    }
  }

  @Test
  void a_password_logs_in() throws IOException {
    try (RecordingServer server =
        new RecordingServer(
            s -> s.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE)))) {
      connect(server.endpoint(List.of(BAD, GOOD))).close();
    }
  }

  @Test
  void a_password_logs_in_where_only_questions_are_asked() throws IOException {
    try (RecordingServer server =
        new RecordingServer(
            s -> s.setUserAuthFactories(List.of(UserAuthKeyboardInteractiveFactory.INSTANCE)))) {
      connect(server.endpoint(List.of(GOOD))).close();

      assertThat(failure(server.endpoint(List.of(BAD))))
          .isInstanceOf(ShellFailure.AuthRejected.class);
    }
  }

  @Test
  void a_host_that_knows_only_old_signatures_is_incompatible_at_once() throws Exception {
    KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    try (RecordingServer server =
        new RecordingServer(
            s -> {
              s.setKeyPairProvider(KeyPairProvider.wrap(rsa));
              s.setSignatureFactories(List.of(BuiltinSignatures.rsa));
            })) {
      ShellFailure failure = failure(server.endpoint(List.of(GOOD)));

      assertThat(failure).isInstanceOf(ShellFailure.Incompatible.class);
      assertThat(server.events()).isEmpty();
    }
  }

  @Test
  void a_host_that_knows_only_old_key_exchanges_is_incompatible_at_once() throws Exception {
    try (RecordingServer server =
        new RecordingServer(
            s ->
                s.setKeyExchangeFactories(
                    List.of(ServerBuilder.DH2KEX.apply(BuiltinDHFactories.dhgex256))))) {
      assertThat(failure(server.endpoint(List.of(GOOD))))
          .isInstanceOf(ShellFailure.Incompatible.class);
    }
  }

  @Test
  void a_host_that_is_not_up_yet_is_waited_for() throws Exception {
    try (RecordingServer server = new RecordingServer(_ -> {})) {
      int free = freePort();
      SshEndpoint later = at(free, server.endpoint(List.of(GOOD)));
      Thread booting =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (waits.size() < 3) {
                      Thread.onSpinWait();
                    }
                    forward(free, server.endpoint(List.of()).port().orElseThrow());
                  });

      connect(later).close();

      booting.join();
      assertThat(waits).allMatch(reason -> reason.contains("127.0.0.1 port " + free));
    }
  }

  @Test
  void a_host_that_drops_connections_while_it_boots_is_waited_for() throws Exception {
    try (RecordingServer server = new RecordingServer(_ -> {});
        ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      int target = server.endpoint(List.of()).port().orElseThrow();
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try {
                  socket.accept().close();
                  try (Socket rude = socket.accept()) {
                    rude.getOutputStream()
                        .write("Not allowed at this time\r\n".getBytes(StandardCharsets.UTF_8));
                  }
                  FaultyProxy.join(
                      socket.accept(), new Socket(InetAddress.getLoopbackAddress(), target));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });

      connect(at(socket.getLocalPort(), server.endpoint(List.of(GOOD)))).close();

      assertThat(waits).hasSize(2);
    }
  }

  @Test
  void a_last_attempt_that_comes_to_nothing_hides_no_reason_that_was_given_before()
      throws Exception {
    try (RecordingServer server = new RecordingServer(_ -> {});
        ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try (Socket odd = socket.accept()) {
                  odd.getOutputStream().write("SSH-9.9-x\r\n".getBytes(StandardCharsets.UTF_8));
                  odd.getInputStream().readAllBytes();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      SshEndpoint endpoint = at(socket.getLocalPort(), server.endpoint(List.of(GOOD)));

      ShellException thrown =
          catchThrowableOfType(
              ShellException.class,
              () -> port.connect(endpoint, Duration.ofSeconds(2), waits::add).close());

      assertThat(thrown.failure().reason())
          .contains(waits.getFirst())
          .doesNotContain("no version line");
    }
  }

  @Test
  void many_connections_need_no_more_threads_than_one() throws IOException {
    List<RemoteShell> shells = new ArrayList<>();
    try (RecordingServer server = new RecordingServer(_ -> {})) {
      shells.add(connect(server.endpoint(List.of(GOOD))));
      long before = clientThreads();
      for (int i = 0; i < 20; i++) {
        shells.add(connect(server.endpoint(List.of(GOOD))));
      }

      assertThat(clientThreads()).isLessThanOrEqualTo(Math.max(before, 5));
      shells.forEach(RemoteShell::close);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return reserved.getLocalPort();
    }
  }

  /// The most of any one client: other tests have theirs at the same time.
  private static long clientThreads() {
    Map<String, Long> counts =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.contains("SshClient"))
            .collect(groupingBy(name -> name.substring(0, name.indexOf(']')), counting()));
    return Collections.max(counts.values());
  }

  private static void forward(int from, int to) {
    try {
      ServerSocket socket = new ServerSocket(from, 10, InetAddress.getLoopbackAddress());
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try (socket) {
                  FaultyProxy.join(
                      socket.accept(), new Socket(InetAddress.getLoopbackAddress(), to));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SshEndpoint at(int port, SshEndpoint other) {
    return other.withPort(port);
  }

  private RemoteShell connect(SshEndpoint endpoint) {
    return port.connect(endpoint, LIMIT, waits::add);
  }

  private ShellFailure failure(SshEndpoint endpoint) {
    return catchThrowableOfType(ShellException.class, () -> connect(endpoint).close()).failure();
  }
}
