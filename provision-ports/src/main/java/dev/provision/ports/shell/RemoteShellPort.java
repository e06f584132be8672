package dev.provision.ports.shell;

import java.time.Duration;

/// The way to the nodes' shells.
///
/// May be used from several threads at once. Every failure is a [ShellException].
public interface RemoteShellPort extends AutoCloseable {
  /// Connects, verifies the host, and logs in; waits for a node that is still booting, for at most
  /// `limit`.
  ///
  /// Only what may pass is waited for (nothing listens yet, the connection breaks off before the
  /// login); a wrong host key, a refused login or an unusable key end it at once. No byte of a
  /// login leaves before the host is verified. A call whose thread is interrupted ends soon with
  /// [ShellFailure.Interrupted].
  ///
  /// @param waiting is told, from the calling thread, each time an attempt failed that will be
  ///   repeated
  RemoteShell connect(SshEndpoint endpoint, Duration limit, WaitObserver waiting);

  /// Releases what the port holds: connections, threads.
  @Override
  void close();

  /// Hears why a connection is not there yet.
  @FunctionalInterface
  interface WaitObserver {
    /// The last attempt failed for this reason, and there will be another.
    void waiting(String reason);
  }
}
