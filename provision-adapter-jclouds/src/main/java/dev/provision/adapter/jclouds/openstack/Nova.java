package dev.provision.adapter.jclouds.openstack;

import com.google.common.collect.ImmutableSet;
import com.google.gson.JsonObject;
import com.google.inject.Injector;
import com.google.inject.Module;
import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.adapter.jclouds.call.ListEntries;
import dev.provision.adapter.jclouds.node.CloudApi;
import dev.provision.adapter.jclouds.node.KnownSystem;
import dev.provision.adapter.jclouds.node.NodeCopies;
import dev.provision.adapter.jclouds.rest.JcloudsContexts;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jclouds.openstack.keystone.auth.config.AuthenticationModule;
import org.jclouds.openstack.keystone.catalog.config.ServiceCatalogModule;
import org.jclouds.openstack.keystone.catalog.config.ServiceCatalogModule.RegionModule;
import org.jclouds.openstack.keystone.v2_0.config.KeystoneParserModule;
import org.jclouds.openstack.nova.v2_0.NovaApiMetadata;
import org.jclouds.rest.config.HttpApiModule;

/// OpenStack's compute API.
///
/// A location is a region. A node's id is its UUID, behind `REGION/` where the account's region is
/// left open and there are several.
///
/// Tested by `NovaContractTest`, `FloatingAddressesTest` and `CallsOfDeploymentsTest`.
public final class Nova implements CloudApi {
  private static final String UUID = "[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}";

  private static final String READY = "ACTIVE";

  /// The last lines.
  private static final String CONSOLE = "{\"os-getConsoleOutput\": {\"length\": 300}}";

  private final OpenStack cloud;
  private final GivenOptions options;
  private final Optional<String> region;

  /// Servers that were seen with a floating address.
  private final Set<String> floating = ConcurrentHashMap.newKeySet();

  private Nova(OpenStack cloud, AccountAccess access) {
    this.cloud = cloud;
    this.options = access.options();
    this.region = access.region();
  }

  public static Nova open(AccountAccess access, JcloudsContexts contexts) {
    // Without jclouds' own idea of nodes, which would ask for images, sizes and groups each time.
    Set<Class<? extends Module>> modules =
        ImmutableSet.of(
            AuthenticationModule.class,
            ServiceCatalogModule.class,
            RegionModule.class,
            KeystoneParserModule.class);
    return over(
        contexts
            .with(new HttpApiModule<>(OpenStackRest.class))
            .injector(new NovaApiMetadata().toBuilder().defaultModules(modules).build()),
        access);
  }

  /// @param context of Nova's API, with [OpenStackRest] in it
  static Nova over(Injector context, AccountAccess access) {
    return new Nova(new OpenStack(context), access);
  }

  private List<String> regions() {
    return region.map(List::of).orElseGet(() -> cloud.regions());
  }

  private String home() {
    return regions().getFirst();
  }

  @Override
  public List<Location> locations() {
    return regions().stream().map(name -> new Location(name, name)).toList();
  }

  @Override
  public Optional<Location> location(String text) {
    return region
        .filter(home -> home.equals(text) || text.equals("0"))
        .map(r -> new Location(r, r));
  }

  @Override
  public List<Size> sizes() {
    return ListEntries.sizes(cloud.all(home(), "/flavors/detail", "flavors"), NovaMapping::size);
  }

  @Override
  public Optional<Size> size(String text) {
    return text.matches(UUID) ? Optional.of(NovaMapping.sizeOfId(text)) : Optional.empty();
  }

  @Override
  public List<Image> images() {
    return ListEntries.images(
        described().filter(image -> image.text("status").orElse(READY).equals(READY)).toList(),
        NovaMapping::image);
  }

  /// Those that nodes can be made from.
  private Stream<JsonValue> usable() {
    return described().filter(image -> image.text("status").equals(Optional.of(READY)));
  }

  private Stream<JsonValue> described() {
    return cloud.all(home(), "/images/detail", "images").stream();
  }

  @Override
  public Optional<Image> image(String text) {
    if (text.matches(UUID)) {
      return imageOfId(text);
    }
    return KnownSystem.named(text).flatMap(this::newest);
  }

  @Override
  public Optional<String> imageName(String imageId) {
    return imageOfId(imageId).map(Image::name);
  }

  private Optional<Image> imageOfId(String id) {
    return find(home(), "/images/" + id, "image").map(NovaMapping::image);
  }

  private Optional<Image> newest(KnownSystem system) {
    return usable()
        .sorted(Comparator.comparing(NovaMapping::created))
        .map(NovaMapping::image)
        .filter(image -> system.isIn(image.name()))
        .reduce((_, newer) -> newer);
  }

  private Optional<JsonValue> find(String place, String path, String key) {
    return Optional.ofNullable(cloud.rest().find(cloud.compute(place, path)))
        .map(text -> JsonValue.parse(text))
        .map(answer -> answer.object(key));
  }

  @Override
  public List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    for (String place : regions()) {
      nodes.addAll(ListEntries.nodes(servers(place), server -> node(place, server)));
    }
    return nodes;
  }

  private List<JsonValue> servers(String place) {
    return cloud.all(place, "/servers/detail", "servers");
  }

  @Override
  public Optional<Node> node(NodeId id) {
    Place place = place(id);
    return find(place.region(), "/servers/" + place.uuid(), "server")
        .map(server -> node(place.region(), server));
  }

  private Node node(String place, JsonValue server) {
    String uuid = server.required("id");
    NovaAddresses addresses = NovaAddresses.of(server);
    if (addresses.floats()) {
      floating.add(uuid);
    }
    return NovaMapping.node(id(place, uuid), place, server, addresses);
  }

  @Override
  public Created create(NodeRequest request) {
    String place = request.location().id();
    JsonObject body = NovaMapping.body(request, options);
    JsonValue made =
        JsonValue.parse(cloud.rest().post(cloud.compute(place, "/servers"), body.toString()))
            .object("server");
    Node node = NodeCopies.pending(id(place, made.required("id")), request);
    return new Created(node, made.text("adminPass").map(Secret::of));
  }

  @Override
  public Optional<Node> findByToken(NodeRequest request) {
    String place = request.location().id();
    return servers(place).stream()
        .filter(server -> server.text("metadata/" + TOKEN).equals(Optional.of(request.token())))
        .findFirst()
        .map(server -> node(place, server));
  }

  /// With a floating address, where the account wants one.
  @Override
  public Node prepare(Node node) {
    Optional<String> network = options.text(ProviderOption.FLOATING_NETWORK);
    Place place = place(node.id());
    if (network.isEmpty() || floating.contains(place.uuid())) {
      return node;
    }
    String address = new FloatingAddresses(cloud).give(place.region(), place.uuid(), network.get());
    // The compute service may show it later.
    List<String> all = new ArrayList<>(node.publicAddresses());
    if (!all.contains(address)) {
      all.addFirst(address);
    }
    return NodeCopies.withPublicAddresses(node, all);
  }

  @Override
  public void destroy(NodeId id) {
    Place place = place(id);
    // Before the node: what a program that is cut off leaves behind must still be in sight.
    if (options.text(ProviderOption.FLOATING_NETWORK).isPresent()
        || floating.contains(place.uuid())) {
      new FloatingAddresses(cloud).release(place.region(), place.uuid());
    }
    cloud.rest().delete(cloud.compute(place.region(), "/servers/" + place.uuid()));
  }

  /// "Creates or replaces metadata items"; those that it does not name stay.
  @Override
  public void label(NodeId id, Map<String, String> labels) {
    Place place = place(id);
    JsonObject metadata = new JsonObject();
    labels.forEach(metadata::addProperty);
    JsonObject body = new JsonObject();
    body.add("metadata", metadata);
    String _ =
        cloud
            .rest()
            .post(
                cloud.compute(place.region(), "/servers/" + place.uuid() + "/metadata"),
                body.toString());
  }

  @Override
  public Optional<String> console(NodeId id) {
    Place place = place(id);
    return JsonValue.parse(
            cloud
                .rest()
                .post(
                    cloud.compute(place.region(), "/servers/" + place.uuid() + "/action"), CONSOLE))
        .text("output");
  }

  private NodeId id(String place, String uuid) {
    return new NodeId(region.isPresent() || regions().size() == 1 ? uuid : place + "/" + uuid);
  }

  private Place place(NodeId id) {
    int slash = id.value().lastIndexOf('/');
    return slash < 0
        ? new Place(home(), id.value())
        : new Place(id.value().substring(0, slash), id.value().substring(slash + 1));
  }

  @Override
  public void close() {
    cloud.close();
  }

  private record Place(String region, String uuid) {}
}
