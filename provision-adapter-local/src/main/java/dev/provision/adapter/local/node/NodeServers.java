package dev.provision.adapter.local.node;

import dev.provision.adapter.local.machine.RecordFile;
import dev.provision.adapter.local.sandbox.AuthorizedKeys;
import dev.provision.adapter.local.sandbox.NodeShell;
import dev.provision.adapter.local.sandbox.Sandbox;
import dev.provision.adapter.sshd.server.EmbeddedServer;
import dev.provision.adapter.sshd.server.HostKeyPair;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.SshEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The SSH servers of nodes, in this program: a node needs none of its own, and none is left when
/// the program ends.
final class NodeServers implements AutoCloseable {
  private final Map<String, EmbeddedServer> servers = new HashMap<>();

  /// Where a node is reached; starts its server unless that runs already.
  ///
  /// @param entry the node
  /// @param sandbox enters it
  /// @param init finds its process 1 at the time of each command
  synchronized SshEndpoint endpoint(NodeStore.Entry entry, Sandbox sandbox, NodeShell.Init init)
      throws IOException {
    Path node = entry.directory();
    Path loginKey = node.resolve("login_key");
    HostKeyPair login = HostKeyPair.at(loginKey);
    EmbeddedServer server = servers.get(entry.record().id());
    if (server == null) {
      NodeShell shell =
          new NodeShell(
              sandbox,
              node,
              init,
              login.publicKey().toString(),
              new AuthorizedKeys(node.resolve("fs")));
      server =
          EmbeddedServer.start(
              InetAddress.getByName(entry.record().address()),
              0,
              HostKeyPair.at(node.resolve("host_key")),
              shell,
              shell);
      servers.put(entry.record().id(), server);
    }
    return new SshEndpoint(
        entry.record().address(),
        server.address().getPort(),
        "root",
        List.of(new Login.Key(Secret.of(RecordFile.read(loginKey)))),
        new HostTrust.KnownKeys(List.of(server.hostKey())));
  }

  /// Ends the server of a node that is gone.
  synchronized void end(String id) {
    EmbeddedServer server = servers.remove(id);
    if (server != null) {
      server.close();
    }
  }

  @Override
  public synchronized void close() {
    servers.values().forEach(EmbeddedServer::close);
    servers.clear();
  }
}
