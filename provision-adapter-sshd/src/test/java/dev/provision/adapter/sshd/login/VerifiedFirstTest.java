package dev.provision.adapter.sshd.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.Keys;
import dev.provision.adapter.sshd.RecordingServer;
import dev.provision.adapter.sshd.SshdProvider;
import dev.provision.adapter.sshd.server.HostKeyPair;
import dev.provision.adapter.sshd.transport.SshClients;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.ShellSettings;
import dev.provision.ports.shell.SshEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// No byte of a login leaves before the host is verified: not to a host on the way, not through
/// one, not when a connection is made again. The servers write down when somebody even asks to log
/// in.
@Timeout(60)
final class VerifiedFirstTest {
  private static final Login GOOD = new Login.Password(Secret.of(RecordingServer.PASSWORD));
  private static final HostTrust WRONG =
      new HostTrust.KnownKeys(
          List.of(
              HostKey.parse(
                  "ssh-ed25519"
                      + " AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc")));

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

  private static RecordingServer server() throws IOException {
    return new RecordingServer(
        server -> server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE));
  }

  @Test
  void a_host_on_the_way_is_verified_before_we_log_in_to_it_and_before_the_next_is_reached()
      throws IOException {
    try (RecordingServer first = server();
        RecordingServer second = server();
        RecordingServer target = server()) {
      SshEndpoint good = first.endpoint(List.of(GOOD));
      SshEndpoint endpoint = target.endpoint(List.of(GOOD));

      ShellFailure failure =
          failure(endpoint.withVia(List.of(good, second.endpoint(List.of(GOOD), WRONG))));

      assertThat(failure).isInstanceOf(ShellFailure.HostKeyMismatch.class);
      assertThat(first.events()).contains("password " + RecordingServer.PASSWORD);
      assertThat(second.events()).isEmpty();
      assertThat(target.events()).isEmpty();

      connect(endpoint.withVia(List.of(good, second.endpoint(List.of(GOOD)))));
      assertThat(second.events()).startsWith("login begins");
    }
  }

  @Test
  void a_host_behind_another_is_verified_itself() throws IOException {
    try (RecordingServer first = server();
        RecordingServer target = server()) {
      SshEndpoint endpoint =
          target.endpoint(List.of(GOOD), WRONG).withVia(List.of(first.endpoint(List.of(GOOD))));

      assertThat(failure(endpoint)).isInstanceOf(ShellFailure.HostKeyMismatch.class);

      assertThat(target.events()).isEmpty();
    }
  }

  @Test
  void a_host_is_verified_again_when_it_is_connected_to_again() throws IOException {
    KeyPair other = HostKeyPair.generate().pair();
    AtomicInteger connections = new AtomicInteger();
    List<Login> many =
        Stream.generate(Keys::ed25519)
            .limit(8)
            .<Login>map(k -> new Login.Key(k.privateKey()))
            .toList();
    try (RecordingServer server =
        new RecordingServer(
            s -> {
              CoreModuleProperties.MAX_AUTH_REQUESTS.set(s, 2);
              changingKey(s, connections, other);
            })) {
      ShellFailure failure = failure(server.endpoint(many));

      assertThat(failure).isInstanceOf(ShellFailure.HostKeyMismatch.class);
      assertThat(connections).hasValue(2);
      assertThat(server.events().stream().filter("login begins"::equals)).hasSize(1);
      assertThat(waits).isEmpty();
    }
  }

  /// The first connection sees the key that is known, all others another one.
  private static void changingKey(SshServer server, AtomicInteger connections, KeyPair other) {
    var first = server.getKeyPairProvider();
    server.setKeyPairProvider(
        new org.apache.sshd.common.keyprovider.KeyPairProvider() {
          @Override
          public Iterable<KeyPair> loadKeys(SessionContext session) {
            return List.of(other);
          }

          @Override
          public KeyPair loadKey(SessionContext session, String type)
              throws IOException, java.security.GeneralSecurityException {
            return connections.incrementAndGet() == 1 ? first.loadKey(session, type) : other;
          }

          @Override
          public Iterable<String> getKeyTypes(SessionContext session) {
            return List.of("ssh-ed25519");
          }
        });
  }

  /// Whoever takes our client past `NodeConnector` gets nowhere.
  @Test
  void the_client_itself_trusts_nobody() throws Exception {
    SshClient client = SshClients.start();
    try (RecordingServer server = server()) {
      int tcpPort = server.endpoint(List.of()).port().orElseThrow();
      try (ClientSession session =
          client
              .connect("somebody", "127.0.0.1", tcpPort)
              .verify(Duration.ofSeconds(20))
              .getSession()) {
        session.addPasswordIdentity(RecordingServer.PASSWORD);
        session.waitFor(List.of(ClientSession.ClientSessionEvent.CLOSED), Duration.ofSeconds(20));

        assertThat(session.isOpen()).isFalse();
        assertThat(server.events()).isEmpty();
      }
    } finally {
      client.stop();
    }
  }

  private void connect(SshEndpoint endpoint) {
    port.connect(endpoint, Duration.ofSeconds(20), waits::add).close();
  }

  private ShellFailure failure(SshEndpoint endpoint) {
    return catchThrowableOfType(ShellException.class, () -> connect(endpoint)).failure();
  }
}
