package example.acme;

import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import java.util.ArrayList;
import java.util.List;

/// The cloud's API: a stand-in that keeps its servers in memory. Yours sends requests in its place:
/// see `HetznerApi` of the other example.
final class AcmeApi implements AutoCloseable {
  /// A server as the API tells of it.
  record Server(String id, String name, String token, boolean running, String address) {}

  private final List<Server> servers = new ArrayList<>();
  private int last;

  /// @param endpoint where your requests go
  /// @param token what they carry
  AcmeApi(String endpoint, Secret token) {}

  synchronized List<Server> servers() {
    return List.copyOf(servers);
  }

  synchronized Server create(String doing, String name, String token) {
    interruptible(doing);
    last++;
    Server server = new Server("s" + last, name, token, true, "192.0.2." + last);
    servers.add(server);
    return server;
  }

  /// Whether there was one.
  synchronized boolean delete(String id) {
    return servers.removeIf(server -> server.id().equals(id));
  }

  /// A client of HTTP throws `InterruptedException` by itself.
  private static void interruptible(String doing) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CloudException(new CloudFailure.Interrupted(doing, "it was interrupted"));
    }
  }

  @Override
  public void close() {}
}
