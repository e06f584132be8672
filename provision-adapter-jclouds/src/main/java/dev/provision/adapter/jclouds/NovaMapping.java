package dev.provision.adapter.jclouds;

import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jclouds.openstack.nova.v2_0.domain.Address;
import org.jclouds.openstack.nova.v2_0.domain.BlockDeviceMapping;
import org.jclouds.openstack.nova.v2_0.domain.Flavor;
import org.jclouds.openstack.nova.v2_0.domain.Server;
import org.jclouds.openstack.nova.v2_0.options.CreateServerOptions;
import org.jclouds.openstack.v2_0.domain.Resource;

/// Nova's values in ours, and ours in Nova's.
final class NovaMapping {
  private static final long MEBIBYTE = 1L << 20;
  private static final long GIBIBYTE = 1L << 30;

  private NovaMapping() {}

  static Size size(Flavor flavor) {
    return new Size(
        flavor.getId(),
        nameOf(flavor),
        OptionalDouble.of(flavor.getVcpus()),
        OptionalLong.of(flavor.getRam() * MEBIBYTE),
        OptionalLong.of(flavor.getDisk() * GIBIBYTE));
  }

  static Size sizeOfId(String id) {
    return new Size(id, id, OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty());
  }

  static Image image(Resource image) {
    return new Image(image.getId(), nameOf(image));
  }

  /// When the image was made; long ago where the cloud does not say.
  static Instant created(org.jclouds.openstack.nova.v2_0.domain.Image image) {
    return Optional.ofNullable(image.getCreated()).map(Date::toInstant).orElse(Instant.EPOCH);
  }

  private static String nameOf(Resource resource) {
    return Optional.ofNullable(resource.getName()).orElse(resource.getId());
  }

  static Node node(NodeId id, String region, Server server) {
    Set<String> all = new LinkedHashSet<>();
    Optional.ofNullable(server.getAccessIPv4()).filter(text -> !text.isBlank()).ifPresent(all::add);
    server.getAddresses().values().stream().map(Address::getAddr).forEach(all::add);
    Optional.ofNullable(server.getAccessIPv6()).filter(text -> !text.isBlank()).ifPresent(all::add);
    Addresses addresses = Addresses.of(all);
    return new Node(
        id,
        Optional.ofNullable(server.getName()).orElse(server.getId()),
        state(server.getStatus()),
        addresses.open(),
        addresses.inner(),
        Optional.ofNullable(server.getImage()).map(NovaMapping::image),
        Optional.ofNullable(server.getFlavor()).map(flavor -> sizeOfId(flavor.getId())),
        Optional.of(new Location(region, region)),
        Optional.ofNullable(server.getCreated()).map(Date::toInstant));
  }

  private static Node.State state(Server.Status status) {
    return switch (status) {
      case ACTIVE,
          PASSWORD,
          REBOOT,
          HARD_REBOOT,
          MIGRATING,
          RESIZE,
          VERIFY_RESIZE,
          REVERT_RESIZE,
          RESCUE ->
          Node.State.RUNNING;
      case BUILD, REBUILD -> Node.State.PENDING;
      case SUSPENDED, PAUSED, SHUTOFF, SHELVED, SHELVED_OFFLOADED -> Node.State.STOPPED;
      case DELETED, SOFT_DELETED -> Node.State.TERMINATED;
      case ERROR -> Node.State.ERROR;
      case UNKNOWN, UNRECOGNIZED -> Node.State.UNKNOWN;
      default -> Node.State.STOPPED; // a deprecated name for SHUTOFF
    };
  }

  static CreateServerOptions options(NodeRequest request, Options options) {
    Map<String, String> metadata = new HashMap<>(options.tags());
    metadata.put(Api.TOKEN, request.token());
    CreateServerOptions create = new CreateServerOptions().metadata(metadata);
    request.userData().ifPresent(text -> create.userData(text.getBytes(StandardCharsets.UTF_8)));
    options.set(Option.KEY_PAIR).or(request::keyPair).ifPresent(create::keyPairName);
    options.text(Option.ZONE).ifPresent(create::availabilityZone);
    List<String> groups = options.list(Option.SECURITY_GROUPS);
    if (!groups.isEmpty()) {
      create.securityGroupNames(groups);
    }
    List<String> networks = options.list(Option.NETWORKS);
    if (!networks.isEmpty()) {
      create.networks(networks);
    }
    if (options.flag(Option.CONFIG_DRIVE)) {
      create.configDrive(true);
    }
    options
        .number(Option.DISK_SIZE)
        .ifPresent(size -> create.blockDeviceMappings(Set.of(rootDisk(request.image(), size))));
    return create;
  }

  /// A volume made from the image, which goes with the node.
  private static BlockDeviceMapping rootDisk(Image image, int gigabytes) {
    return BlockDeviceMapping.builder()
        .uuid(image.id())
        .sourceType("image")
        .destinationType("volume")
        .bootIndex(0)
        .volumeSize(gigabytes)
        .deleteOnTermination(true)
        .build();
  }
}
