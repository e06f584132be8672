package example.hetzner;

import dev.provision.ports.Secret;
import dev.provision.ports.cloud.Catalog;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.LabelKeeper;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.ports.cloud.UserDataSupport;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.SshEndpoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A project at Hetzner. Its servers are nodes, its server types are sizes.
final class HetznerCloud implements CloudPort, LabelKeeper {
  /// The label that tells which request a server was made for.
  private static final String TOKEN = NodeRequest.TOKEN_LABEL;

  private static final int MOST_USER_DATA = 32 * 1024;

  private static final Duration DESTROY_LIMIT = Duration.ofMinutes(5);

  private final HetznerApi api;
  private final List<Long> networks;
  private final Path knownHosts;
  private final Duration pause;

  /// Of servers made without a key; told only once, when they are made.
  private final Map<NodeId, Secret> passwords = new ConcurrentHashMap<>();

  HetznerCloud(HetznerApi api, List<Long> networks, Path knownHosts, Duration pause) {
    this.api = api;
    this.networks = networks;
    this.knownHosts = knownHosts;
    this.pause = pause;
  }

  @Override
  public Catalog catalog() {
    return new HetznerCatalog(api);
  }

  @Override
  public List<Node> nodes() {
    return servers("listing the nodes", Map.of());
  }

  private List<Node> servers(String doing, Map<String, String> query) {
    return Listings.nodes(api.all(doing, "/servers", "servers", query));
  }

  /// Asks once. Where the answer is lost, the label tells whether the server was made.
  @Override
  public Node create(NodeRequest request) {
    String doing = "creating node " + request.name();
    checkSize(doing, request);
    Optional<Node> earlier = made(doing, request.token());
    if (earlier.isPresent()) {
      return earlier.get();
    }
    Map<String, Object> body = body(doing, request);
    try {
      JsonNode answer = api.post(doing, "/servers", body);
      Node node = Listings.node(doing, HetznerApi.object(doing, answer, "server"));
      Optional.of(answer.path("root_password").asString(""))
          .filter(password -> !password.isEmpty())
          .ifPresent(password -> passwords.put(node.id(), Secret.of(password)));
      return node;
    } catch (CloudException e) {
      boolean unclear = e.failure().mayHaveTakenEffect();
      return (unclear ? made(doing, request.token()) : Optional.<Node>empty()).orElseThrow(() -> e);
    }
  }

  private static void checkSize(String doing, NodeRequest request) {
    String userData = request.userData().orElse("");
    int bytes = userData.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MOST_USER_DATA) {
      throw new CloudException(
          new CloudFailure.InvalidRequest(
              doing,
              "its user data has %d bytes; Hetzner accepts at most %d"
                  .formatted(bytes, MOST_USER_DATA)));
    }
  }

  private Optional<Node> made(String doing, String token) {
    return servers(doing, Map.of("label_selector", TOKEN + "==" + token)).stream()
        .filter(node -> node.remark().isEmpty())
        .findFirst();
  }

  private Map<String, Object> body(String doing, NodeRequest request) {
    Map<String, Object> body = new HashMap<>();
    body.put("name", request.name());
    body.put("server_type", request.size().id());
    body.put("image", request.image().id());
    body.put("location", request.location().id());
    body.put("labels", request.labelsWithToken());
    List<Object> keys = new ArrayList<>();
    request.keyPair().ifPresent(keys::add);
    request.authorizedKeys().forEach(line -> keys.add(key(doing, line)));
    body.put("ssh_keys", keys);
    if (!networks.isEmpty()) {
      body.put("networks", networks);
    }
    request.userData().ifPresent(text -> body.put("user_data", text));
    return body;
  }

  /// The id of a public key in the project, which takes each key once: where another node is made
  /// with it at the same time, that one may bring it first.
  private long key(String doing, String line) {
    String[] parts = line.split(" ", 3);
    String key = parts[0] + " " + parts[1];
    String name = "provision " + key.substring(Math.max(0, key.length() - 20));
    Map<String, Object> wanted = Map.of("name", name, "public_key", key);
    Optional<Long> known = known(doing, key);
    if (known.isPresent()) {
      return known.get();
    }
    try {
      return api.post(doing, "/ssh_keys", wanted).path("ssh_key").path("id").asLong();
    } catch (CloudException e) {
      boolean taken = e.failure() instanceof CloudFailure.NameTaken;
      return (taken ? known(doing, key) : Optional.<Long>empty()).orElseThrow(() -> e);
    }
  }

  private Optional<Long> known(String doing, String key) {
    return api.all(doing, "/ssh_keys", "ssh_keys", Map.of()).stream()
        .filter(known -> known.path("public_key").asString("").startsWith(key))
        .findFirst()
        .map(known -> known.path("id").asLong());
  }

  @Override
  public ReachableNode await(NodeId id, Duration limit) {
    String doing = "waiting for node " + id;
    Listings.checkReadable(doing, id);
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Node node =
          Listings.node(
              doing, HetznerApi.object(doing, api.get(doing, "/servers/" + id), "server"));
      Optional<String> address =
          Stream.concat(node.publicAddresses().stream(), node.privateAddresses().stream())
              .findFirst();
      if (node.state() == Node.State.RUNNING && address.isPresent()) {
        return new ReachableNode(node, endpoint(node, address.get()));
      }
      if (System.nanoTime() + pause.toNanos() > deadline) {
        throw new CloudException(
            new CloudFailure.TimedOut(
                doing, "after " + limit.toSeconds() + " s it is " + node.state()));
      }
      HetznerApi.sleep(doing, pause);
    }
  }

  private SshEndpoint endpoint(Node node, String address) {
    List<Login> logins =
        Optional.ofNullable(passwords.get(node.id())).stream()
            .<Login>map(Login.Password::new)
            .toList();
    HostTrust trust = new HostTrust.AcceptNew(List.of(), knownHosts);
    // An address may be another node's tomorrow: what is known of a host goes by the node's id.
    return new SshEndpoint(address, 22, "root", logins, trust).withHostName(node.id().value());
  }

  /// Hetzner replaces all labels of a server, so those that stay are sent again.
  @Override
  public void label(NodeId id, Map<String, String> labels) {
    String doing = "labelling node " + id;
    Map<String, String> all = new HashMap<>();
    HetznerApi.object(doing, api.get(doing, "/servers/" + id), "server")
        .path("labels")
        .forEachEntry((key, value) -> all.put(key, value.asString("")));
    all.putAll(labels);
    api.put(doing, "/servers/" + id, Map.of("labels", all));
  }

  @Override
  public void destroy(NodeId id) {
    String doing = "destroying node " + id;
    Listings.checkReadable(doing, id);
    long deadline = System.nanoTime() + DESTROY_LIMIT.toNanos();
    try {
      api.delete(doing, "/servers/" + id);
      while (System.nanoTime() < deadline) {
        api.get(doing, "/servers/" + id);
        HetznerApi.sleep(doing, pause);
      }
    } catch (CloudException e) {
      if (e.failure() instanceof CloudFailure.NotFound) {
        return;
      }
      throw e;
    }
    throw new CloudException(
        new CloudFailure.TimedOut(
            doing, "it still exists after " + DESTROY_LIMIT.toMinutes() + " minutes"));
  }

  @Override
  public UserDataSupport userData() {
    return new UserDataSupport.Taken(OptionalInt.of(MOST_USER_DATA), true);
  }

  @Override
  public void close() {
    api.close();
  }
}
