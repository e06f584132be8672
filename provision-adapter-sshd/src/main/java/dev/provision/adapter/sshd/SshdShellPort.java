package dev.provision.adapter.sshd;

import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import java.io.IOException;
import java.time.Duration;
import org.apache.sshd.client.SshClient;
import org.jspecify.annotations.Nullable;

/// Connects over one MINA client, which is started with the first connection.
final class SshdShellPort implements RemoteShellPort {
  /// A node that has vanished is noticed within two minutes.
  static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  private final Duration keepAlive;
  private @Nullable SshClient client;
  private boolean closed;

  /// @param keepAlive how often a host is asked whether it is still there
  SshdShellPort(Duration keepAlive) {
    this.keepAlive = keepAlive;
  }

  @Override
  public RemoteShell connect(SshEndpoint endpoint, Duration limit, WaitObserver waiting) {
    String doing = "connecting to " + endpoint;
    HostKeyCheck check;
    try {
      check = new HostKeyCheck(endpoint, doing);
    } catch (IOException e) {
      throw new ShellException(
          new ShellFailure.Unclassified(doing, String.valueOf(e.getMessage())), e);
    }
    return new Connector(client(), endpoint, check, doing).connect(limit, waiting);
  }

  private synchronized SshClient client() {
    if (closed) {
      throw new IllegalStateException("the port is closed");
    }
    if (client == null) {
      client = SshClients.start(keepAlive);
    }
    return client;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.stop();
      client = null;
    }
  }
}
