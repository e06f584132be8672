package dev.provision.adapter.sshd;

import dev.provision.adapter.sshd.config.SshConfig;
import dev.provision.adapter.sshd.config.SshConfigException;
import dev.provision.adapter.sshd.key.LoadedKeys;
import dev.provision.adapter.sshd.login.LoginSources;
import dev.provision.adapter.sshd.route.Hop;
import dev.provision.adapter.sshd.route.Route;
import dev.provision.adapter.sshd.start.RunHolder;
import dev.provision.adapter.sshd.time.TimeAllowance;
import dev.provision.adapter.sshd.time.TimeLimits;
import dev.provision.adapter.sshd.transport.SshClients;
import dev.provision.adapter.sshd.trust.HostKeyCheck;
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
public final class SshdShellPort implements RemoteShellPort {
  private final LocalUser user;
  private final SshConfig config;
  private final TimeLimits limits;
  private final LoadedKeys keys = new LoadedKeys();
  private @Nullable SshClient client;
  private boolean closed;

  /// @param limits for what is waited for
  public SshdShellPort(ShellSettings settings, TimeLimits limits) {
    this.user = settings.user();
    this.config = new SshConfig(settings.sshConfigurations(), user);
    this.limits = limits;
  }

  @Override
  public RemoteShell connect(SshEndpoint endpoint, Duration limit, WaitObserver waiting) {
    String doing = "connecting to " + endpoint;
    try {
      TimeAllowance whole = TimeAllowance.from(limit, waiting);
      Dialer dialer = new Dialer(client(), limits);
      List<HopConnector> hops = new ArrayList<>();
      for (Hop hop : new Route(config, user).to(endpoint)) {
        hops.add(
            new HopConnector(
                dialer,
                hop,
                new HostKeyCheck(hop),
                new LoginSources(hop, user, keys, whole, limits.listing())));
      }
      return new NodeConnector(hops, RunHolder.of(user)).connect(whole);
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
      client = SshClients.start();
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
