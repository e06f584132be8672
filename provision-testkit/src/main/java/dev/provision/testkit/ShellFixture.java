package dev.provision.testkit;

import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.SshEndpoint;

/// A node that [RemoteShellPortContract] tries an adapter on. The node runs Linux, or anything with
/// the programs that POSIX names.
public interface ShellFixture extends AutoCloseable {
  /// The adapter's port.
  RemoteShellPort port();

  /// The node, with a login and a trust by which it can be reached.
  SshEndpoint endpoint();

  /// The absolute path of a directory on the node, empty and writable for the login.
  String directory();

  /// Ends the node.
  @Override
  void close();
}
