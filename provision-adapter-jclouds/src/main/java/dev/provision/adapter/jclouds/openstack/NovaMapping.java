package dev.provision.adapter.jclouds.openstack;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.adapter.jclouds.node.CloudApi;
import dev.provision.adapter.jclouds.node.OwnLabels;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Nova's values in ours, and ours in Nova's.
final class NovaMapping {
  private static final double MEBIBYTE = 1L << 20;
  private static final double GIBIBYTE = 1L << 30;

  private NovaMapping() {}

  static Size size(JsonValue flavor) {
    return new Size(
        flavor.required("id"),
        nameOf(flavor),
        flavor.number("vcpus").map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        bytes(flavor, "ram", MEBIBYTE),
        bytes(flavor, "disk", GIBIBYTE));
  }

  private static OptionalLong bytes(JsonValue flavor, String key, double unit) {
    return flavor
        .number(key)
        .map(number -> OptionalLong.of((long) (number * unit)))
        .orElse(OptionalLong.empty());
  }

  static Size sizeOfId(String id) {
    return new Size(id, id, OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty());
  }

  static Image image(JsonValue image) {
    return new Image(image.required("id"), nameOf(image));
  }

  /// When the image was made; long ago where the cloud does not say.
  static Instant created(JsonValue image) {
    return image.time("created").orElse(Instant.EPOCH);
  }

  private static String nameOf(JsonValue resource) {
    return resource.text("name").orElseGet(() -> resource.required("id"));
  }

  static Node node(NodeId id, String region, JsonValue server, NovaAddresses addresses) {
    return new Node(
            id,
            nameOf(server),
            state(server.text("status").orElse("")),
            addresses.open(),
            addresses.inner(),
            // A server that was started from a volume has an empty text here.
            server
                .at("image")
                .filter(JsonValue::isObject)
                .filter(image -> image.text("id").isPresent())
                .map(NovaMapping::image),
            server.text("flavor/id").map(NovaMapping::sizeOfId),
            Optional.of(new Location(region, region)),
            server.time("created"))
        .labelled(OwnLabels.of(server, "metadata"));
  }

  private static Node.State state(String status) {
    return switch (status) {
      case "ACTIVE",
          "PASSWORD",
          "REBOOT",
          "HARD_REBOOT",
          "MIGRATING",
          "RESIZE",
          "VERIFY_RESIZE",
          "REVERT_RESIZE",
          "RESCUE" ->
          Node.State.RUNNING;
      case "BUILD", "REBUILD" -> Node.State.PENDING;
      case "SUSPENDED", "PAUSED", "SHUTOFF", "STOPPED", "SHELVED", "SHELVED_OFFLOADED" ->
          Node.State.STOPPED;
      case "DELETED", "SOFT_DELETED" -> Node.State.TERMINATED;
      case "ERROR" -> Node.State.ERROR;
      default -> Node.State.UNKNOWN;
    };
  }

  static JsonObject body(NodeRequest request, GivenOptions options) {
    JsonObject server = new JsonObject();
    server.addProperty("name", request.name());
    server.addProperty("imageRef", request.image().id());
    server.addProperty("flavorRef", request.size().id());
    JsonObject metadata = new JsonObject();
    options.tags().forEach(metadata::addProperty);
    request.labels().forEach(metadata::addProperty);
    metadata.addProperty(CloudApi.TOKEN, request.token());
    server.add("metadata", metadata);
    request
        .userData()
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .ifPresent(
            bytes -> server.addProperty("user_data", Base64.getEncoder().encodeToString(bytes)));
    options
        .set(ProviderOption.KEY_PAIR)
        .or(request::keyPair)
        .ifPresent(name -> server.addProperty("key_name", name));
    options
        .text(ProviderOption.ZONE)
        .ifPresent(zone -> server.addProperty("availability_zone", zone));
    addEach(server, "security_groups", "name", options.list(ProviderOption.SECURITY_GROUPS));
    addEach(server, "networks", "uuid", options.list(ProviderOption.NETWORKS));
    if (options.flag(ProviderOption.CONFIG_DRIVE)) {
      server.addProperty("config_drive", true);
    }
    options.number(ProviderOption.DISK_SIZE).ifPresent(size -> startFromVolume(server, size));
    JsonObject body = new JsonObject();
    body.add("server", server);
    return body;
  }

  private static void addEach(JsonObject server, String list, String key, List<String> values) {
    if (values.isEmpty()) {
      return;
    }
    JsonArray members = new JsonArray();
    for (String value : values) {
      JsonObject member = new JsonObject();
      member.addProperty(key, value);
      members.add(member);
    }
    server.add(list, members);
  }

  /// From a volume that is made from the image, and goes with the node.
  private static void startFromVolume(JsonObject server, int gigabytes) {
    JsonObject disk = new JsonObject();
    disk.addProperty("uuid", server.get("imageRef").getAsString());
    disk.addProperty("source_type", "image");
    disk.addProperty("destination_type", "volume");
    disk.addProperty("boot_index", 0);
    disk.addProperty("volume_size", gigabytes);
    disk.addProperty("delete_on_termination", true);
    JsonArray disks = new JsonArray();
    disks.add(disk);
    server.add("block_device_mapping_v2", disks);
    server.addProperty("imageRef", "");
  }
}
