package dev.provision.testkit.shell;

import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.testkit.cloud.NodeView;
import dev.provision.testkit.node.PosixView;
import dev.provision.testkit.node.TestScript;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;

/// A node with which [RemoteShellPortContract] tests an adapter. It runs Linux, or another system
/// with the POSIX programs, or declares that it [has none][Missing#PROGRAMS].
public interface ShellFixture extends AutoCloseable {
  /// The adapter's port.
  RemoteShellPort port();

  /// The node, with a working login and trust.
  SshEndpoint endpoint();

  /// The absolute path of a directory on the node, empty, and writable by the login user.
  String directory();

  /// A host where nothing listens.
  default SshEndpoint silentEndpoint() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return endpoint().withPort(socket.getLocalPort());
    }
  }

  /// The node's files, read with the node's own programs, if it has any.
  default NodeView view() {
    return new PosixView(port(), endpoint());
  }

  /// A script that does this.
  default String text(TestScript script) {
    return script.posix();
  }

  /// What this node does not support. The contract then expects a failure.
  default Set<Missing> missing() {
    return Set.of();
  }

  /// Stops the node.
  @Override
  void close();

  /// What a node may lack.
  enum Missing {
    /// It runs programs. If missing, a script fails with a reason.
    PROGRAMS
  }
}
