package dev.provision.adapter.local.hosts;

import dev.provision.adapter.local.machine.FailureTranslation;
import dev.provision.adapter.local.machine.LocalCatalog;
import dev.provision.adapter.local.machine.LocalNodeName;
import dev.provision.adapter.local.machine.RecordText;
import dev.provision.ports.cloud.Catalog;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.FleetPlace;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.LabelKeeper;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.SshEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Machines of an inventory as nodes.
public final class HostsCloud implements CloudPort, LabelKeeper {
  private static final Location LOCATION = new Location("inventory", "inventory");
  private static final Size SIZE =
      new Size(
          "existing",
          "existing",
          OptionalDouble.empty(),
          OptionalLong.empty(),
          OptionalLong.empty());
  private static final Image IMAGE = new Image("existing", "existing");

  private static final LocalCatalog CATALOG =
      new LocalCatalog(() -> LOCATION, () -> SIZE, () -> IMAGE);

  /// What the ids of machines begin with that are nobody's node.
  private static final String INVENTORY = "inventory:";

  private final HostsOptions options;
  private final Path recordedHosts;
  private final HostStore store;
  private final InstantSource clock;

  public HostsCloud(
      HostsOptions options, Path stateDirectory, InstantSource clock, RandomGenerator random) {
    this.options = options;
    this.recordedHosts = stateDirectory.resolve("known_hosts");
    this.store = new HostStore(stateDirectory, random);
    this.clock = clock;
  }

  @Override
  public Catalog catalog() {
    return CATALOG;
  }

  @Override
  public List<Node> nodes() {
    return FailureTranslation.to(
        "listing nodes", () -> store.entries().stream().map(HostsCloud::node).toList());
  }

  /// The nodes, and the machines of the inventory that are nobody's node.
  @Override
  public List<Node> reachableNodes() {
    return FailureTranslation.to(
        "listing nodes",
        () -> {
          List<HostStore.Entry> taken = store.entries();
          List<Node> all = new ArrayList<>(taken.stream().map(HostsCloud::node).toList());
          options.inventory().hosts().stream()
              .filter(host -> taken.stream().noneMatch(entry -> entry.host().isSameMachine(host)))
              .forEach(host -> all.add(node(host)));
          return all;
        });
  }

  @Override
  public Node create(NodeRequest request) {
    String doing = "creating node " + request.name();
    LocalNodeName.check(doing, request.name());
    CATALOG.check(doing, request);
    if (request.userData().isPresent()) {
      throw new CloudException(
          new CloudFailure.InvalidRequest(
              doing,
              "existing machines do not support user data; remove it, or put it into a script"));
    }
    return FailureTranslation.to(
        doing,
        () -> node(store.take(request, clock.instant(), taken -> choose(doing, request, taken))));
  }

  @Override
  public ReachableNode await(NodeId id, Duration limit) {
    String doing = "reaching node " + id;
    Optional<InventoryHost> free = free(id);
    if (free.isPresent()) {
      return new ReachableNode(node(free.get()), endpoint(free.get()));
    }
    return FailureTranslation.to(
        doing,
        () -> {
          HostStore.Entry entry =
              store
                  .find(id.value())
                  .orElseThrow(
                      () ->
                          new CloudException(
                              new CloudFailure.NotFound(
                                  doing, "no host is assigned to that node")));
          return new ReachableNode(node(entry), endpoint(entry.host()));
        });
  }

  @Override
  public void destroy(NodeId id) {
    FailureTranslation.act("destroying node " + id, () -> store.release(id.value()));
  }

  @Override
  public void label(NodeId id, Map<String, String> labels) {
    String doing = "labelling node " + id;
    FailureTranslation.act(
        doing,
        () -> {
          if (!store.label(id.value(), labels)) {
            throw new CloudException(
                new CloudFailure.NotFound(doing, "no host is assigned to that node"));
          }
        });
  }

  @Override
  public void close() {}

  /// The next machine of the inventory that nobody has; in a fleet, that of its place, so that the
  /// order in which its nodes are requested does not matter.
  private InventoryHost choose(String doing, NodeRequest request, List<HostStore.Entry> taken) {
    String name = request.name();
    if (taken.stream().anyMatch(entry -> entry.name().equals(name))) {
      throw new CloudException(
          new CloudFailure.NameTaken(
              doing,
              "a node named "
                  + name
                  + " already has a host; choose another name, or destroy that node first"));
    }
    if (options.inventory().hosts().isEmpty()) {
      throw new CloudException(
          new CloudFailure.InvalidRequest(
              doing,
              "the option hosts is empty; list the machines to use, each as"
                  + " [NAME=][USER@]HOST[:PORT]"));
    }
    Optional<FleetPlace> place = FleetPlace.of(request.labels());
    List<HostStore.Entry> others =
        taken.stream().filter(entry -> !isOfFleet(entry, place)).toList();
    List<InventoryHost> forFleet = freeOf(others);
    return place
        .filter(mine -> mine.index() <= forFleet.size())
        .map(mine -> forFleet.get(mine.index() - 1))
        .filter(freeOf(taken)::contains)
        .or(() -> freeOf(taken).stream().findFirst())
        .orElseThrow(() -> new CloudException(new CloudFailure.QuotaExceeded(doing, full(taken))));
  }

  private List<InventoryHost> freeOf(List<HostStore.Entry> taken) {
    return options.inventory().hosts().stream()
        .filter(host -> taken.stream().noneMatch(entry -> entry.host().isSameMachine(host)))
        .toList();
  }

  private static boolean isOfFleet(HostStore.Entry entry, Optional<FleetPlace> place) {
    return place.isPresent()
        && FleetPlace.of(entry.labels())
            .map(its -> its.fleet().equals(place.get().fleet()))
            .orElse(false);
  }

  private String full(List<HostStore.Entry> taken) {
    String holders =
        taken.stream()
            .map(entry -> entry.name() + " has " + entry.host())
            .collect(Collectors.joining(", "));
    return "all hosts of the inventory are in use: "
        + holders
        + "; destroy one of these nodes, or add a machine to the option hosts";
  }

  private SshEndpoint endpoint(InventoryHost host) {
    List<Login> logins =
        options
            .key()
            .map(key -> List.<Login>of(new Login.KeyFile(key, Login.Passphrase.NONE)))
            .orElse(List.of());
    HostTrust trust =
        options.acceptNew()
            ? new HostTrust.AcceptNew(List.of(options.knownHosts()), recordedHosts)
            : new HostTrust.KnownHosts(List.of(options.knownHosts(), recordedHosts));
    return new SshEndpoint(
        host.host(),
        host.port(),
        host.user(),
        logins,
        trust,
        host.host(),
        options.privilege(),
        List.of());
  }

  /// The machine of the inventory that has this id while it is nobody's node.
  private Optional<InventoryHost> free(NodeId id) {
    return options.inventory().hosts().stream().filter(host -> id(host).equals(id)).findFirst();
  }

  private static NodeId id(InventoryHost host) {
    return new NodeId(INVENTORY + host.format());
  }

  private static Node node(InventoryHost host) {
    String name = host.isNamed() ? host.name() : host.host();
    return node(id(host), name, host, Optional.empty());
  }

  private static Node node(HostStore.Entry entry) {
    return node(new NodeId(entry.id()), entry.name(), entry.host(), Optional.of(entry.takenAt()))
        .labelled(RecordText.labels(entry.labels(), entry.token()));
  }

  private static Node node(
      NodeId id, String name, InventoryHost host, Optional<Instant> createdAt) {
    return new Node(
        id,
        name,
        Node.State.RUNNING,
        List.of(host.host()),
        List.of(),
        Optional.of(IMAGE),
        Optional.of(SIZE),
        Optional.of(LOCATION),
        createdAt);
  }
}
