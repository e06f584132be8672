package dev.provision.adapter.sshd.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.RecordingServer;
import dev.provision.adapter.sshd.SshdProvider;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.ShellSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is agreed on with servers of different abilities.
@Timeout(60)
final class AlgorithmsTest {
  private static final Login GOOD = new Login.Password(Secret.of(RecordingServer.PASSWORD));

  @TempDir private Path temporary;
  private RemoteShellPort port;
  private final List<Map<KexProposalOption, String>> agreed = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    port = new SshdProvider().open(ShellSettings.in(temporary));
  }

  @AfterEach
  void close() {
    port.close();
  }

  @Test
  void a_server_that_knows_it_gets_the_key_exchange_for_computers_to_come() throws Exception {
    logIn(server -> {});

    assertThat(agreed.getLast().get(KexProposalOption.ALGORITHMS))
        .isEqualTo("mlkem768x25519-sha256");
  }

  @Test
  void another_server_gets_curve25519() throws Exception {
    logIn(
        server ->
            server.setKeyExchangeFactories(
                List.of(
                    ServerBuilder.DH2KEX.apply(BuiltinDHFactories.ecdhp256),
                    ServerBuilder.DH2KEX.apply(BuiltinDHFactories.curve25519))));

    assertThat(agreed.getLast().get(KexProposalOption.ALGORITHMS)).isEqualTo("curve25519-sha256");
  }

  /// Both are open to the Terrapin attack where the server does not know strict key exchange.
  @Test
  void a_server_that_offers_only_chacha20_is_refused_at_once() throws Exception {
    assertThat(
            failure(server -> server.setCipherFactories(List.of(BuiltinCiphers.cc20p1305_openssh))))
        .isInstanceOf(ShellFailure.Incompatible.class)
        .extracting(ShellFailure::reason)
        .asString()
        .contains("chacha20-poly1305@openssh.com");
  }

  @Test
  void a_server_that_offers_only_cbc_with_encrypt_then_mac_is_refused_at_once() throws Exception {
    assertThat(
            failure(
                server -> {
                  server.setCipherFactories(List.of(BuiltinCiphers.aes256cbc));
                  server.setMacFactories(List.of(BuiltinMacs.hmacsha256etm));
                }))
        .isInstanceOf(ShellFailure.Incompatible.class)
        .extracting(ShellFailure::reason)
        .asString()
        .contains("aes256-cbc");
  }

  private void logIn(Consumer<SshServer> change) throws Exception {
    try (RecordingServer server = new RecordingServer(listening(change))) {
      connect(server);
    }
  }

  private ShellFailure failure(Consumer<SshServer> change) throws Exception {
    try (RecordingServer server = new RecordingServer(listening(change))) {
      ShellFailure failure =
          catchThrowableOfType(ShellException.class, () -> connect(server)).failure();
      assertThat(server.events()).isEmpty();
      return failure;
    }
  }

  private Consumer<SshServer> listening(Consumer<SshServer> change) {
    return server -> {
      change.accept(server);
      server.addSessionListener(
          new SessionListener() {
            @Override
            public void sessionNegotiationEnd(
                Session session,
                Map<KexProposalOption, String> clients,
                Map<KexProposalOption, String> servers,
                Map<KexProposalOption, String> negotiated,
                Throwable reason) {
              agreed.add(Map.copyOf(negotiated));
            }
          });
    };
  }

  private void connect(RecordingServer server) {
    port.connect(server.endpoint(List.of(GOOD)), Duration.ofSeconds(20), waits -> {}).close();
  }
}
