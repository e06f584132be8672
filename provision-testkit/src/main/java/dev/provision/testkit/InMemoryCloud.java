package dev.provision.testkit;

import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.SshEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/// A cloud in memory, for simulations and tests. Names are unique in it, unless told otherwise;
/// every node gets an address of its own.
public final class InMemoryCloud implements CloudPort {
  private static final HostKey KEY =
      HostKey.parse(
          "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f");

  private final List<Image> images = new ArrayList<>();
  private final Map<NodeId, Node> nodes = new LinkedHashMap<>();
  private final Map<String, NodeId> tokens = new LinkedHashMap<>();
  private final Map<String, CloudFailure> failures = new LinkedHashMap<>();
  private final List<NodeRequest> requests = new ArrayList<>();
  private int created;
  private boolean sameNames;
  private boolean userData;
  private OptionalInt userDataLimit = OptionalInt.empty();
  private Optional<String> console = Optional.empty();

  /// A cloud with one location, three sizes, and these images, each with its name as id as well.
  public InMemoryCloud(String... imageNames) {
    for (String name : imageNames) {
      images.add(new Image("img-" + (images.size() + 1), name));
    }
  }

  /// Lets every later call of this method fail, until it is healed.
  ///
  /// @param method such as `create`
  public synchronized void fail(String method, CloudFailure failure) {
    failures.put(method, failure);
  }

  /// Lets the method work again.
  public synchronized void heal(String method) {
    failures.remove(method);
  }

  /// Lets nodes be given user data from now on.
  ///
  /// @param limit how many bytes at most, where there is a limit
  public synchronized InMemoryCloud takingUserData(OptionalInt limit) {
    userData = true;
    userDataLimit = limit;
    return this;
  }

  /// Lets several nodes have the same name from now on.
  public synchronized void allowSameNames() {
    sameNames = true;
  }

  /// Changes what the cloud says of a node.
  ///
  /// @param id of a node that exists
  public synchronized void change(NodeId id, UnaryOperator<Node> change) {
    nodes.computeIfPresent(id, (_, node) -> change.apply(node));
  }

  /// Lets every console show this from now on.
  public synchronized void console(String text) {
    console = Optional.of(text);
  }

  /// What [#create] was asked for, in order.
  public synchronized List<NodeRequest> requests() {
    return List.copyOf(requests);
  }

  @Override
  public synchronized List<Location> locations() {
    check("locations");
    return List.of(new Location("here", "In memory"));
  }

  @Override
  public synchronized List<Size> sizes() {
    check("sizes");
    return List.of(size("small", 1), size("medium", 2), size("large", 4));
  }

  private static Size size(String id, int cpus) {
    return new Size(
        id,
        id,
        OptionalDouble.of(cpus),
        OptionalLong.of(cpus * (1L << 30)),
        OptionalLong.of(cpus * (10L << 30)));
  }

  @Override
  public synchronized List<Image> images() {
    check("images");
    return List.copyOf(images);
  }

  @Override
  public synchronized List<Node> nodes() {
    check("nodes");
    return List.copyOf(nodes.values());
  }

  @Override
  public synchronized Node create(NodeRequest request) {
    requests.add(request);
    check("create");
    NodeId known = tokens.get(request.token());
    Node earlier = known == null ? null : nodes.get(known);
    if (earlier != null) {
      return earlier;
    }
    if (!sameNames
        && nodes.values().stream().anyMatch(node -> node.name().equals(request.name()))) {
      throw new CloudException(
          new CloudFailure.NameTaken(
              "creating node " + request.name(), "there is a node of that name"));
    }
    NodeId id = new NodeId("mem-" + ++created);
    Node node =
        new Node(
            id,
            request.name(),
            Node.State.PENDING,
            List.of(),
            List.of(),
            Optional.of(request.image()),
            Optional.of(request.size()),
            Optional.of(request.location()),
            Optional.empty());
    nodes.put(id, node);
    tokens.put(request.token(), id);
    return node;
  }

  @Override
  public synchronized ReachableNode await(NodeId id, Duration limit) {
    check("await");
    Node node = nodes.get(id);
    if (node == null) {
      throw new CloudException(
          new CloudFailure.NotFound("waiting for node " + id, "there is no such node"));
    }
    String address = "192.0.2." + id.value().substring("mem-".length());
    Node running =
        new Node(
            id,
            node.name(),
            Node.State.RUNNING,
            List.of(address),
            List.of(),
            node.image(),
            node.size(),
            node.location(),
            node.createdAt());
    nodes.put(id, running);
    return new ReachableNode(
        running,
        new SshEndpoint(
            address,
            22,
            "root",
            List.of(new Login.Password(Secret.of("in-memory"))),
            new HostTrust.KnownKeys(List.of(KEY))));
  }

  @Override
  public synchronized void destroy(NodeId id) {
    check("destroy");
    nodes.remove(id);
  }

  @Override
  public synchronized boolean takesUserData() {
    return userData;
  }

  @Override
  public synchronized OptionalInt userDataLimit() {
    return userDataLimit;
  }

  @Override
  public synchronized Optional<String> console(NodeId id) {
    check("console");
    return console;
  }

  @Override
  public void close() {}

  private void check(String method) {
    CloudFailure failure = failures.get(method);
    if (failure != null) {
      throw new CloudException(failure);
    }
  }
}
