package dev.provision.adapter.jclouds;

import com.google.common.collect.ImmutableSet;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Provider;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jclouds.openstack.keystone.auth.config.AuthenticationModule;
import org.jclouds.openstack.keystone.catalog.config.ServiceCatalogModule;
import org.jclouds.openstack.keystone.catalog.config.ServiceCatalogModule.RegionModule;
import org.jclouds.openstack.nova.v2_0.NovaApi;
import org.jclouds.openstack.nova.v2_0.NovaApiMetadata;
import org.jclouds.openstack.nova.v2_0.config.NovaHttpApiModule;
import org.jclouds.openstack.nova.v2_0.config.NovaParserModule;
import org.jclouds.openstack.nova.v2_0.domain.Image.Status;
import org.jclouds.openstack.nova.v2_0.domain.Server;
import org.jclouds.openstack.nova.v2_0.domain.ServerCreated;
import org.jclouds.openstack.v2_0.domain.Link;

/// OpenStack's compute API.
///
/// A location is a region. A node's id is its UUID, behind `REGION/` where the account's region is
/// left open and there are several.
final class Nova implements Api {
  private static final String UUID = "[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}";

  private final NovaApi api;
  private final Provider<NovaConsole> console;
  private final Options options;
  private final Optional<String> region;

  private Nova(NovaApi api, Provider<NovaConsole> console, Access access) {
    this.api = api;
    this.console = console;
    this.options = access.options();
    this.region = access.region();
  }

  static Nova open(Access access, Contexts contexts) {
    // Without jclouds' own idea of nodes, which would ask for images, sizes and groups each time.
    Set<Class<? extends Module>> modules =
        ImmutableSet.of(
            AuthenticationModule.class,
            ServiceCatalogModule.class,
            RegionModule.class,
            NovaParserModule.class,
            NovaHttpApiModule.class);
    return over(
        contexts
            .with(new NovaConsole.Binding())
            .injector(new NovaApiMetadata().toBuilder().defaultModules(modules).build()),
        access);
  }

  /// @param context with Nova's interface and [NovaConsole] in it
  static Nova over(Injector context, Access access) {
    return new Nova(
        context.getInstance(NovaApi.class), context.getProvider(NovaConsole.class), access);
  }

  private List<String> regions() {
    return region.map(List::of).orElseGet(() -> List.copyOf(api.getConfiguredRegions()));
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
    return api.getFlavorApi(home()).listInDetail().concat().toList().stream()
        .map(NovaMapping::size)
        .toList();
  }

  @Override
  public Optional<Size> size(String text) {
    return text.matches(UUID) ? Optional.of(NovaMapping.sizeOfId(text)) : Optional.empty();
  }

  @Override
  public List<Image> images() {
    return usable().map(NovaMapping::image).toList();
  }

  /// Those that nodes can be made from.
  private Stream<org.jclouds.openstack.nova.v2_0.domain.Image> usable() {
    return api.getImageApi(home()).listInDetail().concat().toList().stream()
        .filter(image -> image.getStatus() == Status.ACTIVE);
  }

  @Override
  public Optional<Image> image(String text) {
    if (text.matches(UUID)) {
      return Optional.ofNullable(api.getImageApi(home()).get(text)).map(NovaMapping::image);
    }
    return KnownSystem.named(text).flatMap(this::newest);
  }

  @Override
  public Optional<String> imageName(String imageId) {
    return Optional.ofNullable(api.getImageApi(home()).get(imageId))
        .map(image -> NovaMapping.image(image).name());
  }

  private Optional<Image> newest(KnownSystem system) {
    return usable()
        .sorted(Comparator.comparing(NovaMapping::created))
        .map(NovaMapping::image)
        .filter(image -> system.isIn(image.name()))
        .reduce((_, newer) -> newer);
  }

  @Override
  public List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    for (String place : regions()) {
      servers(place).forEach(server -> nodes.add(node(place, server)));
    }
    return nodes;
  }

  private List<Server> servers(String place) {
    return api.getServerApi(place).listInDetail().concat().toList();
  }

  @Override
  public Optional<Node> node(NodeId id) {
    Place place = place(id);
    return Optional.ofNullable(api.getServerApi(place.region()).get(place.uuid()))
        .map(server -> node(place.region(), server));
  }

  private Node node(String place, Server server) {
    return NovaMapping.node(id(place, server.getId()), place, server);
  }

  @Override
  public Created create(NodeRequest request) {
    String place = request.location().id();
    ServerCreated created =
        api.getServerApi(place)
            .create(
                request.name(),
                request.image().id(),
                request.size().id(),
                NovaMapping.options(request, options));
    Node node = Nodes.pending(id(place, created.getId()), request);
    return new Created(node, Optional.ofNullable(created.getAdminPass().orNull()).map(Secret::of));
  }

  @Override
  public Optional<Node> made(NodeRequest request) {
    String place = request.location().id();
    return servers(place).stream()
        .filter(server -> request.token().equals(server.getMetadata().get(TOKEN)))
        .findFirst()
        .map(server -> node(place, server));
  }

  @Override
  public void destroy(NodeId id) {
    Place place = place(id);
    // False: there was none.
    boolean _ = api.getServerApi(place.region()).delete(place.uuid());
  }

  @Override
  public Optional<String> console(NodeId id) {
    Place place = place(id);
    return Optional.ofNullable(api.getServerApi(place.region()).get(place.uuid()))
        .flatMap(server -> Optional.ofNullable(server.getLinks()))
        .flatMap(
            links -> links.stream().filter(l -> l.getRelation() == Link.Relation.SELF).findFirst())
        .map(link -> URI.create(link.getHref() + "/action"))
        .flatMap(
            actions -> Json.parse(console.get().ask(actions, NovaConsole.QUESTION)).text("output"));
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
    try {
      api.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Place(String region, String uuid) {}
}
