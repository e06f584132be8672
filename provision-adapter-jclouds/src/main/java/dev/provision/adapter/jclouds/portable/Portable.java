package dev.provision.adapter.jclouds.portable;

import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.node.CloudApi;
import dev.provision.adapter.jclouds.node.KnownSystem;
import dev.provision.adapter.jclouds.rest.JcloudsContexts;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jclouds.compute.ComputeService;
import org.jclouds.compute.ComputeServiceContext;
import org.jclouds.compute.RunNodesException;
import org.jclouds.compute.domain.NodeMetadata;
import org.jclouds.compute.options.TemplateOptions;
import org.jclouds.softlayer.compute.options.SoftLayerTemplateOptions;

/// A cloud by jclouds' own common interface: for those that have no class here.
///
/// That interface asks for every image, size and location before it makes a node. A node is found
/// again by its exact name.
final class Portable implements CloudApi {
  private static final String GROUP = "provision";

  private final ComputeServiceContext context;
  private final ComputeService service;
  private final GivenOptions options;
  private final Optional<SoftLayerLists> lists;

  private Portable(
      ComputeServiceContext context, GivenOptions options, Optional<SoftLayerLists> lists) {
    this.context = context;
    this.service = context.getComputeService();
    this.options = options;
    this.lists = lists;
  }

  /// @param id jclouds' own for the provider
  static Portable open(String id, AccountAccess access, JcloudsContexts contexts) {
    return new Portable(contexts.common(id), access.options(), Optional.empty());
  }

  static Portable softLayer(String id, AccountAccess access, JcloudsContexts contexts) {
    return new Portable(
        contexts.common(id), access.options(), Optional.of(SoftLayerLists.open(access, contexts)));
  }

  @Override
  public List<Location> locations() {
    return lists
        .map(SoftLayerLists::locations)
        .orElseGet(
            () ->
                service.listAssignableLocations().stream()
                    .map(place -> new Location(place.getId(), PortableMapping.nameOf(place)))
                    .sorted(Comparator.comparing(Location::id))
                    .toList());
  }

  @Override
  public Optional<Location> location(String text) {
    return Optional.empty();
  }

  @Override
  public List<Size> sizes() {
    return lists
        .map(SoftLayerLists::sizes)
        .orElseGet(
            () ->
                service.listHardwareProfiles().stream()
                    .map(PortableMapping::size)
                    .sorted(Comparator.comparing(Size::id))
                    .toList());
  }

  @Override
  public Optional<Size> size(String text) {
    return Optional.empty();
  }

  @Override
  public List<Image> images() {
    return lists
        .map(SoftLayerLists::images)
        .orElseGet(
            () ->
                service.listImages().stream()
                    .map(PortableMapping::image)
                    .sorted(Comparator.comparing(Image::id))
                    .toList());
  }

  @Override
  public Optional<Image> image(String text) {
    return KnownSystem.named(text)
        .flatMap(
            system ->
                images().stream()
                    .filter(image -> system.isIn(image.name()))
                    .reduce((_, later) -> later));
  }

  @Override
  public List<Node> nodes() {
    return lists
        .map(SoftLayerLists::nodes)
        .orElseGet(
            () ->
                service.listNodesDetailsMatching(_ -> true).stream()
                    .map(PortableMapping::node)
                    .toList());
  }

  @Override
  public Optional<Node> node(NodeId id) {
    return Optional.ofNullable(service.getNodeMetadata(id.value())).map(PortableMapping::node);
  }

  @Override
  public Optional<Node> findByToken(NodeRequest request) {
    return nodes().stream()
        .filter(node -> node.name().equals(request.name()))
        .filter(node -> node.state() != Node.State.TERMINATED)
        .findFirst();
  }

  @Override
  public Created create(NodeRequest request) {
    TemplateOptions template =
        service.templateOptions().nodeNames(Set.of(request.name())).blockUntilRunning(false);
    template.userMetadata(TOKEN, request.token());
    template.tags(options.tags().keySet());
    request.userData().ifPresent(text -> putUserData(template, text));
    try {
      NodeMetadata made =
          service
              .createNodesInGroup(
                  GROUP,
                  1,
                  service
                      .templateBuilder()
                      .imageId(request.image().id())
                      .hardwareId(request.size().id())
                      .locationId(request.location().id())
                      .options(template)
                      .build())
              .iterator()
              .next();
      return new Created(PortableMapping.node(made), password(made));
    } catch (RunNodesException e) {
      throw new IllegalStateException(cause(e), e);
    }
  }

  private static void putUserData(TemplateOptions template, String text) {
    switch (template) {
      case SoftLayerTemplateOptions softLayer -> softLayer.userData(text);
      default -> throw new IllegalArgumentException("this cloud does not support user data");
    }
  }

  /// jclouds' own message is a page of stack traces.
  private static String cause(RunNodesException e) {
    return java.util.stream.Stream.concat(
            e.getExecutionErrors().values().stream(), e.getNodeErrors().values().stream())
        .map(error -> String.valueOf(error.getMessage()))
        .findFirst()
        .orElse("the node was not created");
  }

  private static Optional<Secret> password(NodeMetadata node) {
    return Optional.ofNullable(node.getCredentials())
        .flatMap(credentials -> Optional.ofNullable(credentials.getOptionalPassword().orNull()))
        .map(Secret::of);
  }

  @Override
  public void destroy(NodeId id) {
    service.destroyNode(id.value());
  }

  @Override
  public void close() {
    lists.ifPresent(some -> JcloudsContexts.close(some.rest()));
    context.close();
  }
}
