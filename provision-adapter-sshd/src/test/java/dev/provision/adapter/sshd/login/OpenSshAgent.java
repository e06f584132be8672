package dev.provision.adapter.sshd.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.Programs;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// OpenSSH's own agent.
final class OpenSshAgent implements AutoCloseable {
  private final Path socket;
  private final Process agent;

  OpenSshAgent(Path socket) throws Exception {
    this.socket = socket;
    agent =
        new ProcessBuilder(Programs.require("ssh-agent").toString(), "-D", "-a", socket.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    awaitListening();
  }

  /// The socket is there a moment before it can be connected to.
  private void awaitListening() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(socket));
        return;
      } catch (IOException e) {
        if (!agent.isAlive() || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(5);
      }
    }
  }

  Path socket() {
    return socket;
  }

  /// Runs `ssh-add`.
  void sshAdd(Path key, String... options) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("ssh-add", "-q");
    builder.command().addAll(List.of(options));
    builder.command().add(key.toString());
    builder.environment().put("SSH_AUTH_SOCK", socket.toString());
    assertThat(builder.inheritIO().start().waitFor()).isZero();
  }

  @Override
  public void close() {
    agent.destroy();
    agent.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
