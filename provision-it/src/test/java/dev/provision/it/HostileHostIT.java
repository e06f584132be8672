package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The program against whatever may answer at a node's SSH port: each ends in time, with a message
/// that names the host, and nothing of the other end controls the terminal.
@Execution(ExecutionMode.CONCURRENT) // most of the time is waiting
final class HostileHostIT {
  private static final Duration SLACK = Duration.ofSeconds(25);

  @TempDir Path home;

  private Distribution provision;

  @BeforeEach
  void program() {
    provision = new Distribution(home);
  }

  /// Ways to be no proper SSH server.
  private static Stream<Named<HostileHost.Conduct>> conducts() {
    return Stream.of(
        conduct("silent", HostileHostIT::drain),
        conduct("hangs up", _ -> {}),
        conduct("speaks HTTP", saying("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n")),
        conduct("stops after its version", saying("SSH-2.0-OpenSSH_9.2\r\n")),
        conduct("endless banner", repeating("wait a little longer\r\n")),
        conduct("endless line", repeating("A".repeat(1024))),
        conduct(
            "terminal codes in its version",
            saying("SSH-2.0-\u001b]0;PWN\u0007\u009b31m\u202e\r\n")),
        conduct(
            "terminal codes in a disconnect",
            saying(
                "SSH-2.0-x\r\n",
                disconnect("go away\u001b]0;PWN\u0007\u009b2J\u202e\r\nerror: forged"))),
        conduct("huge packet", saying("SSH-2.0-x\r\n", new byte[] {0x7f, -1, -1, -1, 4})));
  }

  private static Named<HostileHost.Conduct> conduct(String name, HostileHost.Conduct conduct) {
    return Named.of(name, conduct);
  }

  private static HostileHost.Conduct saying(String text, byte... more) {
    return connection -> {
      say(connection, text.getBytes(StandardCharsets.UTF_8));
      say(connection, more);
      drain(connection);
    };
  }

  private static HostileHost.Conduct repeating(String text) {
    return connection -> {
      while (true) {
        say(connection, text.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  private static void drain(Socket connection) throws IOException {
    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private static void say(Socket connection, byte[] bytes) throws IOException {
    connection.getOutputStream().write(bytes);
    connection.getOutputStream().flush();
  }

  /// An SSH_MSG_DISCONNECT (RFC 4253, 11.1) in a packet that is not encrypted yet.
  private static byte[] disconnect(String description) {
    byte[] words = description.getBytes(StandardCharsets.UTF_8);
    int payload = 1 + 4 + 4 + words.length + 4;
    int padding = 16 - (payload + 5) % 8;
    ByteBuffer packet = ByteBuffer.allocate(4 + 1 + payload + padding);
    packet.putInt(1 + payload + padding).put((byte) padding);
    packet.put((byte) 1).putInt(11).putInt(words.length).put(words).putInt(0);
    return packet.array();
  }

  @ParameterizedTest
  @MethodSource("conducts")
  void a_host_that_is_no_ssh_server_is_given_up_in_time(HostileHost.Conduct conduct)
      throws IOException {
    try (HostileHost host = new HostileHost(conduct)) {
      long start = System.nanoTime();

      Ended ended = apply(host.port(), "3");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SLACK);
      assertThat(ended.status()).as(ended.toString()).isIn(14, 15);
      assertThat(ended.stderr()).contains("127.0.0.1").doesNotContain("\tat ");
      assertThat(ended.stderr().lines()).noneMatch(line -> line.startsWith("error: forged"));
      assertThat(ended.stderr()).hasSizeLessThan(20_000);
      OutsideText.assertShownSafely(ended);
    }
  }

  @Test
  void ssh_says_what_it_waits_for_and_nothing_on_standard_output() throws Exception {
    try (HostileHost silent = new HostileHost(HostileHostIT::drain)) {
      configure(silent.port());
      Path out = home.resolve("out");
      Path err = home.resolve("err");
      String program = provision.program("provision").toString();
      Process ssh =
          provision.start(List.of(program, "ssh", "-c", "c", "w", "--", "true"), out, err);
      try {
        assertThat(eventually(() -> Files.readString(err).contains("w: still waiting for")))
            .as(Files.readString(err))
            .isTrue();
        assertThat(Files.readString(err)).contains("127.0.0.1");
        assertThat(out).isEmptyFile();
      } finally {
        ssh.destroy();
        assertThat(ssh.waitFor(SLACK.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private static boolean eventually(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + SLACK.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }

  @Test
  void a_server_that_answers_as_a_stranger_gets_no_login() throws Exception {
    try (RealSshd stranger = RealSshd.talkative(home.resolve("stranger"))) {
      Ended ended = apply(stranger.port(), "3");

      assertThat(ended.status()).as(ended.toString()).isEqualTo(14);
      assertThat(stranger.log()).doesNotContain("Accepted", "userauth-request");
    }
  }

  private Ended apply(int port, String wait) {
    configure(port);
    return provision.run("provision", "apply", "w", "-c", "c", "-b", "b", "--wait", wait);
  }

  private void configure(int port) {
    new ConfigurationDirectory(home.resolve("c"))
        .script("s.sh", "#!/bin/sh\necho hello\n")
        .yaml(
            """
            provider: lab
            ssh-config: none
            bundles: {b: {scripts: [s.sh]}}
            providers: {lab: {type: hosts, hosts: ["w=root@127.0.0.1:%s"]}}
            """
                .formatted(port));
  }
}
