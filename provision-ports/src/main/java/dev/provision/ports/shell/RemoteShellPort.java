package dev.provision.ports.shell;

import java.time.Duration;

/// Connects to the shells of nodes.
///
/// Safe for use by several threads at once. Every failure is a [ShellException].
public interface RemoteShellPort extends AutoCloseable {
  /// Connects, verifies the host, and logs in; waits for a node that is still booting, for at most
  /// `limit`.
  ///
  /// Retries only after temporary failures (nothing listens yet, the connection is lost before the
  /// login); a wrong host key, a rejected login, or an unusable key make it fail at once. Sends no
  /// credentials before the host is verified. If its thread is interrupted, a call fails promptly
  /// with [ShellFailure.Interrupted].
  ///
  /// If a host stops responding while connecting, the attempt is abandoned and a new one started.
  ///
  /// @param waiting is called, from the calling thread, each time an attempt failed that will be
  ///   repeated, and before that with what each attempt waits for
  RemoteShell connect(SshEndpoint endpoint, Duration limit, WaitObserver waiting);

  /// Releases the port's resources: connections, threads.
  @Override
  void close();

  /// Is called while a connection is not yet established.
  @FunctionalInterface
  interface WaitObserver {
    /// The last attempt failed for this reason, and there will be another.
    void waiting(String reason);

    /// From now on this is awaited, for at most `limit`, until the next call of this observer, or
    /// until the call that it was passed to returns.
    ///
    /// @param what human-readable, such as `the version line of 192.0.2.7 port 22`
    default void awaiting(String what, Duration limit) {}
  }
}
