package example.acme;

import dev.provision.ports.cloud.Catalog;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.SshEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One account. The Javadoc of [CloudPort] says what each method promises.
final class AcmeCloud implements CloudPort {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final AcmeApi api;
  private final Path knownHosts;

  AcmeCloud(AcmeApi api, Path knownHosts) {
    this.api = api;
    this.knownHosts = knownHosts;
  }

  @Override
  public Catalog catalog() {
    return new AcmeCatalog();
  }

  @Override
  public List<Node> nodes() {
    return api.servers().stream().map(AcmeCloud::node).toList();
  }

  /// The token goes into the server, so that a second call with it finds what the first one made.
  @Override
  public Node create(NodeRequest request) {
    String doing = "creating node " + request.name();
    List<AcmeApi.Server> servers = api.servers();
    Optional<AcmeApi.Server> earlier =
        servers.stream().filter(server -> server.token().equals(request.token())).findFirst();
    if (earlier.isPresent()) {
      return node(earlier.get());
    }
    if (servers.stream().anyMatch(server -> server.name().equals(request.name()))) {
      throw new CloudException(
          new CloudFailure.NameTaken(doing, "a node of that name already exists"));
    }
    return node(api.create(doing, request.name(), request.token()));
  }

  @Override
  public ReachableNode await(NodeId id, Duration limit) {
    String doing = "waiting for node " + id;
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      AcmeApi.Server server =
          api.servers().stream()
              .filter(one -> one.id().equals(id.value()))
              .findFirst()
              .orElseThrow(
                  () -> new CloudException(new CloudFailure.NotFound(doing, "there is none")));
      if (server.running()) {
        return new ReachableNode(node(server), endpoint(server));
      }
      if (System.nanoTime() + PAUSE.toNanos() > deadline) {
        throw new CloudException(new CloudFailure.TimedOut(doing, "it does not run yet"));
      }
      sleep(doing);
    }
  }

  private static void sleep(String doing) {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudException(new CloudFailure.Interrupted(doing, "it was interrupted"), e);
    }
  }

  /// Who logs in, and how the host is recognized.
  private SshEndpoint endpoint(AcmeApi.Server server) {
    HostTrust trust = new HostTrust.AcceptNew(List.of(), knownHosts);
    // An address may be another node's tomorrow: what is known of a host goes by the node's id.
    return new SshEndpoint(server.address(), 22, "root", List.of(), trust)
        .withHostName(server.id());
  }

  @Override
  public void destroy(NodeId id) {
    // Gone already is a success. An API that only begins to remove it is asked until it is gone.
    boolean _ = api.delete(id.value());
  }

  private static Node node(AcmeApi.Server server) {
    return new Node(
        new NodeId(server.id()),
        server.name(),
        server.running() ? Node.State.RUNNING : Node.State.PENDING,
        List.of(server.address()),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public void close() {
    api.close();
  }
}
