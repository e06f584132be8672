package dev.provision.testkit.shell;

import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.testkit.cloud.NodeView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;

/// A node that [RemoteShellPortContract] tries an adapter on. The node runs Linux, or anything with
/// the programs that POSIX names; or it says that it [has none][Missing#PROGRAMS].
public interface ShellFixture extends AutoCloseable {
  /// The adapter's port.
  RemoteShellPort port();

  /// The node, with a login and a trust by which it can be reached.
  SshEndpoint endpoint();

  /// The absolute path of a directory on the node, empty and writable for the login.
  String directory();

  /// A host where nothing listens.
  default SshEndpoint silentEndpoint() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return endpoint().withPort(socket.getLocalPort());
    }
  }

  /// The node's files, looked at through the node's own programs unless it has none.
  default NodeView view() {
    return new PosixView(this);
  }

  /// The text of a script that does this.
  default String text(TestScript script) {
    return script.posix();
  }

  /// What this node lacks. The contract then asks for a refusal.
  default Set<Missing> missing() {
    return Set.of();
  }

  /// Ends the node.
  @Override
  void close();

  /// What a node may lack.
  enum Missing {
    /// It runs programs. Without: a script fails and says why.
    PROGRAMS
  }
}
