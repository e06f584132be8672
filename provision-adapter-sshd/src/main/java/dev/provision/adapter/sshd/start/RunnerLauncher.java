package dev.provision.adapter.sshd.start;

import dev.provision.adapter.sshd.time.TimeAllowance;
import dev.provision.adapter.sshd.transport.QueuedChannel;
import dev.provision.adapter.sshd.transport.StalledChannelException;
import dev.provision.ports.shell.Obstacle;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import java.time.Duration;
import java.util.Optional;

/// Starts the runner on one node, as root if the endpoint says so: by each [PrivilegeMethod] in
/// turn, until one works or a password was asked for. The method that worked is the first one next
/// time.
public final class RunnerLauncher {
  /// Opens channels.
  public interface Channels {
    /// Opens one.
    ///
    /// @throws ShellException if that cannot be done
    /// @throws StalledChannelException if the host does not answer
    QueuedChannel open(QueuedChannel channel, String doing, TimeAllowance waiting);

    /// How long the login's shell may take to do what it is told.
    Duration patience();

    /// After how long without a sign of life the connection breaks off.
    Duration silence();

    /// Why the connection broke off, if it did.
    Optional<ShellException> broken(String doing);
  }

  /// A runner that has begun.
  ///
  /// @param waiting what may still be waited for
  public record StartedRunner(RunnerChannel channel, TimeAllowance waiting) {}

  private final SshEndpoint endpoint;
  private final Channels channels;
  private PrivilegeMethod method;

  public RunnerLauncher(SshEndpoint endpoint, Channels channels) {
    this.endpoint = endpoint;
    this.channels = channels;
    this.method = PrivilegeMethod.first(endpoint.privilege());
  }

  /// Starts it.
  ///
  /// @throws ShellException [ShellFailure.PrivilegeRefused] if the login may not become root
  public StartedRunner start(RunnerCommand command, String doing, TimeAllowance waiting) {
    TimeAllowance left = waiting;
    while (true) {
      LaunchAttempt attempt = new LaunchAttempt(endpoint, channels, doing, left);
      try {
        RunnerChannel channel = attempt.start(method, command);
        return new StartedRunner(channel, attempt.waiting());
      } catch (ShellException e) {
        method = afterRefusal(e, attempt).orElseThrow(() -> e);
        left = attempt.waiting();
      }
    }
  }

  /// The next method, if another one may work where this one was refused.
  private Optional<PrivilegeMethod> afterRefusal(ShellException e, LaunchAttempt attempt) {
    boolean refused = e.failure() instanceof ShellFailure.PrivilegeRefused;
    return refused && !attempt.wasAsked() && e.failure().obstacle() != Obstacle.NODE_LACKS
        ? method.next(endpoint.privilege())
        : Optional.empty();
  }
}
