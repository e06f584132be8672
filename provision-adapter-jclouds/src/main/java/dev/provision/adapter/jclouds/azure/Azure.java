package dev.provision.adapter.jclouds.azure;

import com.google.gson.JsonObject;
import com.google.inject.AbstractModule;
import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.adapter.jclouds.call.ListEntries;
import dev.provision.adapter.jclouds.call.ListPages;
import dev.provision.adapter.jclouds.node.CloudApi;
import dev.provision.adapter.jclouds.node.KnownSystem;
import dev.provision.adapter.jclouds.node.NodeCopies;
import dev.provision.adapter.jclouds.rest.JcloudsContexts;
import dev.provision.adapter.jclouds.rest.OAuthRest;
import dev.provision.adapter.jclouds.rest.Rest;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jclouds.oauth.v2.config.OAuthScopes;

/// Microsoft Azure.
///
/// A node is a machine with a network interface and an address, all of its name, in one resource
/// group. Each is made by a PUT to its name, so that a request that is sent twice makes one of it.
///
/// Tested by `AzureContractTest` and `CallsOfDeploymentsTest`.
final class Azure implements CloudApi {
  static final String ENDPOINT = "https://management.azure.com";

  private static final String COMPUTE = "?api-version=2024-07-01";
  private static final String NETWORK = "?api-version=2024-05-01";
  private static final String TAGS = "?api-version=2021-04-01";
  private static final String RESOURCES = "?api-version=2022-12-01";
  private static final String USUAL_LOCATION = "eastus";
  private static final String USUAL_SIZE = "Standard_B1s";
  private static final String NET = "provision-net-";

  private final Rest rest;
  private final GivenOptions options;
  private final String base;
  private final String group;
  private final String home;

  /// The ones that nodes are put in, by location.
  private final Map<String, String> subnets = new HashMap<>();

  private Azure(Rest rest, AccountAccess access) {
    this.rest = rest;
    this.options = access.options();
    this.base = access.endpoint().orElseThrow();
    this.group =
        "/resourceGroups/" + options.text(ProviderOption.RESOURCE_GROUP).orElse("provision");
    this.home = access.region().orElse(USUAL_LOCATION);
  }

  static Azure open(AccountAccess access, JcloudsContexts contexts) {
    return new Azure(
        contexts.with(new Scopeless()).plain(OAuthRest.class, "azurecompute-arm", ENDPOINT),
        access);
  }

  private URI place(String path) {
    return URI.create(base + path);
  }

  private URI machine(String name, String rest) {
    return place(group + "/providers/Microsoft.Compute/virtualMachines/" + name + rest);
  }

  private String networkPath(String kind, String name) {
    return group + "/providers/Microsoft.Network/" + kind + "/" + name;
  }

  private List<JsonValue> all(URI first) {
    List<JsonValue> members = new ArrayList<>();
    ListPages pages = new ListPages();
    Optional<URI> next = Optional.of(first);
    while (next.isPresent()) {
      JsonValue page = JsonValue.parse(rest.get(next.get()));
      members.addAll(page.list("value"));
      next = page.textIfAny("nextLink").map(address -> pages.next(address, first));
    }
    return members;
  }

  @Override
  public List<Location> locations() {
    return ListEntries.locations(
            all(place("/locations" + RESOURCES)),
            one -> new Location(one.required("name"), one.text("displayName").orElse("")))
        .stream()
        .sorted(Comparator.comparing(location -> !location.id().equals(home)))
        .toList();
  }

  @Override
  public Optional<Location> location(String text) {
    String name = text.equals("0") ? home : text;
    return name.matches("[a-z]+[a-z0-9]*")
        ? Optional.of(new Location(name, name))
        : Optional.empty();
  }

  @Override
  public List<Size> sizes() {
    return ListEntries.sizes(
            all(place("/providers/Microsoft.Compute/locations/" + home + "/vmSizes" + COMPUTE)),
            AzureMapping::size)
        .stream()
        .sorted(Comparator.comparing(size -> !size.id().equals(USUAL_SIZE)))
        .toList();
  }

  @Override
  public Optional<Size> size(String text) {
    String id = text.equals("0") ? USUAL_SIZE : text;
    return id.matches("(Standard|Basic)_[A-Za-z0-9_-]+")
        ? Optional.of(
            new Size(id, id, OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty()))
        : Optional.empty();
  }

  /// Those of the systems that have a short name: the market place has tens of thousands.
  @Override
  public List<Image> images() {
    return Stream.of(KnownSystem.values()).flatMap(system -> image(system).stream()).toList();
  }

  private static Optional<Image> image(KnownSystem system) {
    return system.azure().map(id -> new Image(id, system.fullName()));
  }

  @Override
  public Optional<Image> image(String text) {
    Optional<Image> known = KnownSystem.named(text).flatMap(Azure::image);
    return known.isEmpty() && text.matches("[^: ]+:[^: ]+:[^: ]+(:[^: ]+)?|/subscriptions/.+")
        ? Optional.of(new Image(text, text))
        : known;
  }

  @Override
  public List<Node> nodes() {
    List<JsonValue> addresses =
        all(place(group + "/providers/Microsoft.Network/publicIPAddresses" + NETWORK));
    List<JsonValue> interfaces =
        all(place(group + "/providers/Microsoft.Network/networkInterfaces" + NETWORK));
    return ListEntries.nodes(
        all(machine("", COMPUTE + "&$expand=instanceView")),
        one -> AzureMapping.node(one, addresses, interfaces));
  }

  @Override
  public Optional<Node> node(NodeId id) {
    return Optional.ofNullable(rest.find(machine(id.value(), COMPUTE + "&$expand=instanceView")))
        .map(JsonValue::parse)
        .map(machine -> addressed(id, machine));
  }

  /// Addresses are asked for when they are of use.
  private Node addressed(NodeId id, JsonValue machine) {
    Node bare = AzureMapping.node(machine, List.of(), List.of());
    return bare.state() == Node.State.RUNNING
        ? AzureMapping.node(
            machine,
            found(networkPath("publicIPAddresses", id.value())),
            found(networkPath("networkInterfaces", id.value())))
        : bare;
  }

  private List<JsonValue> found(String path) {
    return Optional.ofNullable(rest.find(place(path + NETWORK))).map(JsonValue::parse).stream()
        .toList();
  }

  @Override
  public Optional<Node> findByToken(NodeRequest request) {
    return Optional.ofNullable(rest.find(machine(request.name(), COMPUTE)))
        .map(JsonValue::parse)
        .filter(one -> one.text("tags/" + TOKEN).equals(Optional.of(request.token())))
        .map(one -> AzureMapping.node(one, List.of(), List.of()));
  }

  /// What a machine needs is made first. A machine of the name that is another's is refused.
  @Override
  public Created create(NodeRequest request) {
    Optional<JsonValue> other =
        Optional.ofNullable(rest.find(machine(request.name(), COMPUTE))).map(JsonValue::parse);
    if (other.isPresent()
        && !other.get().text("tags/" + TOKEN).equals(Optional.of(request.token()))) {
      throw AzureMapping.taken(request.name());
    }
    String location = request.location().id();
    String subnet = subnet(location);
    Optional<String> address = Optional.empty();
    if (!options.byPrivateAddress()) {
      address = Optional.of(networkPath("publicIPAddresses", request.name()));
      put(address.get() + NETWORK, AzureMapping.publicAddress(location));
    }
    String card = networkPath("networkInterfaces", request.name());
    put(
        card + NETWORK,
        AzureMapping.networkInterface(location, subnet, address.map(this::id), options));
    put(
        group + "/providers/Microsoft.Compute/virtualMachines/" + request.name() + COMPUTE,
        AzureMapping.machine(request, options, id(card)));
    return new Created(NodeCopies.pending(new NodeId(request.name()), request), Optional.empty());
  }

  /// The id that Azure gives to what is at this path.
  private String id(String path) {
    return URI.create(base).getPath() + path;
  }

  /// Many nodes at a time make their network once.
  private synchronized String subnet(String location) {
    return subnets.computeIfAbsent(location, this::findOrMakeSubnet);
  }

  private String findOrMakeSubnet(String location) {
    Optional<String> named = options.text(ProviderOption.SUBNET);
    if (named.isPresent()) {
      makeGroup(location);
      return named.get();
    }
    String net = networkPath("virtualNetworks", NET + location);
    if (found(net).isEmpty()) {
      makeGroup(location);
      makeNetwork(net, location);
    }
    return id(net) + "/subnets/nodes";
  }

  /// A group has a location, which cannot be changed: nodes in it may be elsewhere.
  private void makeGroup(String location) {
    if (rest.find(place(group + RESOURCES)) == null) {
      put(group + RESOURCES, AzureMapping.at(location));
    }
  }

  /// The network that nodes of a location are in where no other is named; its rules let SSH in.
  private void makeNetwork(String net, String location) {
    String rules = networkPath("networkSecurityGroups", NET + location);
    put(rules + NETWORK, AzureMapping.rules(location));
    put(net + NETWORK, AzureMapping.network(location, id(rules)));
  }

  private void put(String path, JsonObject body) {
    String _ = rest.put(place(path), body.toString());
  }

  @Override
  public void destroy(NodeId id) {
    rest.delete(machine(id.value(), COMPUTE));
  }

  /// Azure removes them with the machine, as they are made; not always at once.
  @Override
  public void cleanUp(NodeId id) {
    rest.delete(place(networkPath("networkInterfaces", id.value()) + NETWORK));
    rest.delete(place(networkPath("publicIPAddresses", id.value()) + NETWORK));
  }

  /// All tags are sent again: jclouds has no `PATCH`.
  @Override
  public void label(NodeId id, Map<String, String> labels) {
    JsonValue machine = JsonValue.parse(rest.get(machine(id.value(), COMPUTE)));
    put(
        group
            + "/providers/Microsoft.Compute/virtualMachines/"
            + id
            + "/providers/Microsoft.Resources/tags/default"
            + TAGS,
        AzureMapping.tags(machine, labels));
  }

  @Override
  public void close() {
    JcloudsContexts.close(rest);
  }

  private static final class Scopeless extends AbstractModule {
    @Override
    protected void configure() {
      bind(OAuthScopes.class).toInstance(OAuthScopes.NoScopes.create());
    }
  }
}
