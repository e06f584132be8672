package dev.provision.adapter.sshd;

import dev.provision.ports.shell.LocalUser;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.ShellSettings;
import dev.provision.ports.shell.SshEndpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.jspecify.annotations.Nullable;

/// Connects over one MINA client, which is started with the first connection.
final class SshdShellPort implements RemoteShellPort {
  /// A node that has vanished is noticed within two minutes.
  static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  private final LocalUser user;
  private final SshConfig config;
  private final Duration keepAlive;
  private final LoadedKeys keys = new LoadedKeys();
  private @Nullable SshClient client;
  private boolean closed;

  /// @param keepAlive how often a host is asked whether it is still there
  SshdShellPort(ShellSettings settings, Duration keepAlive) {
    this.user = settings.user();
    this.config = new SshConfig(settings.sshConfigurations(), user);
    this.keepAlive = keepAlive;
  }

  @Override
  public RemoteShell connect(SshEndpoint endpoint, Duration limit, WaitObserver waiting) {
    String doing = "connecting to " + endpoint;
    try {
      Dialer dialer = new Dialer(client());
      List<HopConnector> hops = new ArrayList<>();
      for (Hop hop : new Route(config, user).to(endpoint)) {
        hops.add(
            new HopConnector(
                dialer, hop, new HostKeyCheck(hop), new LoginSources(hop, user, keys)));
      }
      return new Connector(hops, waiting).connect(limit);
    } catch (SshConfigException e) {
      throw new ShellException(
          new ShellFailure.Misconfigured(doing, String.valueOf(e.getMessage())), e);
    } catch (IOException e) {
      throw new ShellException(
          new ShellFailure.Unclassified(doing, String.valueOf(e.getMessage())), e);
    }
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
