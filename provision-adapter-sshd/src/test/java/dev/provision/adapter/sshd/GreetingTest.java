package dev.provision.adapter.sshd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.server.HostKeyPair;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellSettings;
import dev.provision.ports.shell.SshEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a host says instead of its version is often all of the reason.
@Timeout(60)
final class GreetingTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Duration SHORT = Duration.ofMillis(1500);

  @TempDir private Path temporary;
  private final Set<String> reasons = new LinkedHashSet<>();

  /// Says each of these in turn, the last one again and again.
  private String failure(List<String> words, boolean hangUp) throws Exception {
    List<Socket> open = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 10, LOOPBACK);
        RemoteShellPort port = new SshdProvider().open(ShellSettings.in(temporary))) {
      Thread.ofVirtual().start(() -> answer(server, words, hangUp, open));
      SshEndpoint endpoint =
          new SshEndpoint(
              LOOPBACK.getHostAddress(),
              server.getLocalPort(),
              "somebody",
              List.of(),
              new HostTrust.KnownKeys(List.of(HostKeyPair.generate().publicKey())));
      return catchThrowableOfType(
              ShellException.class, () -> port.connect(endpoint, SHORT, reasons::add))
          .failure()
          .reason();
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private static void answer(
      ServerSocket server, List<String> words, boolean hangUp, List<Socket> open) {
    try {
      for (int i = 0; true; i++) {
        Socket socket = server.accept();
        open.add(socket);
        String text = words.get(Math.min(i, words.size() - 1));
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        if (hangUp) {
          socket.close();
        }
      }
    } catch (IOException e) {
      assertThat(server.isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Not allowed at this time",
        "Exceeded MaxStartups",
        "HTTP/1.1 400 Bad Request",
        "220 mail.example ESMTP"
      })
  void is_shown_where_the_host_hangs_up(String words) throws Exception {
    assertThat(failure(List.of(words + "\r\n"), true))
        .contains("closed the connection before the login; it said: " + words)
        .doesNotContain("no reason given", "version line");
  }

  @Test
  void is_shown_where_the_host_waits() throws Exception {
    assertThat(failure(List.of("220 mail.example ESMTP\r\n"), false))
        .contains("no version line within", "; it said: 220 mail.example ESMTP");
  }

  @Test
  void that_is_different_rubbish_each_time_is_told_once() throws Exception {
    List<String> rubbish = List.of("\0one\n", "tw\0o\n", "thr\0ee\n", "\200four\0\n");

    assertThat(failure(rubbish, false)).contains("does not speak SSH");
    assertThat(reasons)
        .allMatch(
            reason ->
                reason.endsWith("does not speak SSH")
                    || reason.endsWith("closed the connection immediately"));
  }
}
