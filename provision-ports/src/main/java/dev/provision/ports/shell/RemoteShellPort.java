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
  /// A host that stops answering in the middle of it is given up, and connected to anew.
  ///
  /// @param waiting is told, from the calling thread, each time an attempt failed that will be
  ///   repeated, and before that what each attempt waits for
  RemoteShell connect(SshEndpoint endpoint, Duration limit, WaitObserver waiting);

  /// Releases what the port holds: connections, threads.
  @Override
  void close();

  /// Hears why a connection is not there yet.
  @FunctionalInterface
  interface WaitObserver {
    /// The last attempt failed for this reason, and there will be another.
    void waiting(String reason);

    /// This is waited for from now on, and no longer than `limit`; until the next call of this
    /// observer, or the end of the call that it was given to.
    ///
    /// @param what for people, such as `the version line of 192.0.2.7 port 22`
    default void awaiting(String what, Duration limit) {}
  }
}
