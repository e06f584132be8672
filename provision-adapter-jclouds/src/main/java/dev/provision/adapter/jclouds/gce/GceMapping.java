package dev.provision.adapter.jclouds.gce;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.adapter.jclouds.node.CloudApi;
import dev.provision.adapter.jclouds.node.Distribution;
import dev.provision.adapter.jclouds.node.NodeEndpoints;
import dev.provision.adapter.jclouds.node.OwnLabels;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Google's values in ours, and ours in Google's.
final class GceMapping {
  private static final long MEBIBYTE = 1L << 20;

  private GceMapping() {}

  static Size size(JsonValue type) {
    String name = type.required("name");
    return new Size(
        name,
        name,
        type.number("guestCpus").map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        type.number("memoryMb")
            .map(size -> OptionalLong.of(size.longValue() * MEBIBYTE))
            .orElse(OptionalLong.empty()),
        OptionalLong.empty());
  }

  static Node node(JsonValue instance) {
    String name = instance.required("name");
    String zone = last(instance.required("zone"));
    return new Node(
            new NodeId(zone + "/" + name),
            name,
            state(instance.text("status").orElse("")),
            instance.all("networkInterfaces").stream()
                .flatMap(
                    one ->
                        one.all("accessConfigs").stream()
                            .flatMap(config -> config.text("natIP").stream()))
                .toList(),
            instance.all("networkInterfaces").stream()
                .flatMap(one -> one.text("networkIP").stream())
                .toList(),
            metadata(instance, CloudApi.IMAGE_LABEL).map(image -> new Image(image, image)),
            instance
                .text("machineType")
                .map(GceMapping::last)
                .map(
                    type ->
                        new Size(
                            type,
                            type,
                            OptionalDouble.empty(),
                            OptionalLong.empty(),
                            OptionalLong.empty())),
            Optional.of(new Location(zone, zone)),
            instance.time("creationTimestamp"))
        .labelled(labels(instance));
  }

  private static Map<String, String> labels(JsonValue instance) {
    OwnLabels own = new OwnLabels();
    for (JsonValue item : instance.all("metadata/items")) {
      item.text("key").ifPresent(key -> own.add(key, item.text("value").orElse("")));
    }
    return own.labels();
  }

  private static String last(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private static Node.State state(String status) {
    return switch (status) {
      case "PROVISIONING", "STAGING" -> Node.State.PENDING;
      case "RUNNING" -> Node.State.RUNNING;
      case "STOPPED", "SUSPENDING", "SUSPENDED", "TERMINATED" -> Node.State.STOPPED;
      case "STOPPING" -> Node.State.TERMINATED; // that is how a deletion begins
      case "REPAIRING" -> Node.State.ERROR;
      default -> Node.State.UNKNOWN;
    };
  }

  static Optional<String> token(JsonValue instance) {
    return metadata(instance, CloudApi.TOKEN);
  }

  private static Optional<String> metadata(JsonValue instance, String key) {
    return instance.all("metadata/items").stream()
        .filter(item -> item.text("key").equals(Optional.of(key)))
        .findFirst()
        .flatMap(item -> item.text("value"));
  }

  /// What [dev.provision.adapter.jclouds.gce.Gce#label] sends.
  static JsonObject changed(JsonValue instance, Map<String, String> labels) {
    Map<String, String> all = new LinkedHashMap<>();
    for (JsonValue item : instance.all("metadata/items")) {
      all.put(item.required("key"), item.text("value").orElse(""));
    }
    all.putAll(labels);
    JsonObject metadata = metadata(all);
    metadata.addProperty("fingerprint", instance.required("metadata/fingerprint"));
    return metadata;
  }

  /// @param project where the project's own things are
  static JsonObject body(NodeRequest request, GivenOptions options, String project) {
    String zone = "zones/" + request.location().id();
    JsonObject body = new JsonObject();
    body.addProperty("name", request.name());
    body.addProperty("machineType", zone + "/machineTypes/" + request.size().id());
    body.add("disks", array(disk(request, options)));
    body.add("networkInterfaces", array(network(options)));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(CloudApi.TOKEN, request.token());
    metadata.putAll(request.labels());
    metadata.put(CloudApi.IMAGE_LABEL, request.image().name());
    request.userData().ifPresent(text -> metadata.put("user-data", text));
    if (!request.authorizedKeys().isEmpty()) {
      String user = user(request, options);
      metadata.put(
          "ssh-keys",
          request.authorizedKeys().stream()
              .map(key -> user + ":" + key)
              .collect(Collectors.joining("\n")));
    }
    body.add("metadata", metadata(metadata));
    JsonObject labels = new JsonObject();
    options.tags().forEach(labels::addProperty);
    body.add("labels", labels);
    List<String> groups = options.list(ProviderOption.SECURITY_GROUPS);
    if (!groups.isEmpty()) {
      JsonArray items = new JsonArray();
      groups.forEach(items::add);
      JsonObject tags = new JsonObject();
      tags.add("items", items);
      body.add("tags", tags);
    }
    return body;
  }

  /// The same that [NodeEndpoints] logs in as: the keys are put in for it.
  private static String user(NodeRequest request, GivenOptions options) {
    return options
        .set(ProviderOption.LOGIN_USER)
        .or(() -> Distribution.of(request.image().name()).map(Distribution::user))
        .orElse("root");
  }

  private static JsonObject disk(NodeRequest request, GivenOptions options) {
    String[] image = request.image().id().split("/", 2);
    JsonObject from = new JsonObject();
    from.addProperty("sourceImage", "projects/" + image[0] + "/global/images/" + image[1]);
    options
        .number(ProviderOption.DISK_SIZE)
        .ifPresent(size -> from.addProperty("diskSizeGb", size));
    JsonObject disk = new JsonObject();
    disk.addProperty("boot", true);
    disk.addProperty("autoDelete", true);
    disk.add("initializeParams", from);
    return disk;
  }

  private static JsonObject network(GivenOptions options) {
    JsonObject network = new JsonObject();
    options
        .text(ProviderOption.SUBNET)
        .ifPresent(subnet -> network.addProperty("subnetwork", subnet));
    network.addProperty(
        "network",
        options.list(ProviderOption.NETWORKS).stream()
            .findFirst()
            .map(name -> name.contains("/") ? name : "global/networks/" + name)
            .orElse("global/networks/default"));
    if (!options.byPrivateAddress()) {
      JsonObject open = new JsonObject();
      open.addProperty("type", "ONE_TO_ONE_NAT");
      open.addProperty("name", "External NAT");
      network.add("accessConfigs", array(open));
    }
    return network;
  }

  private static JsonArray array(JsonObject only) {
    JsonArray array = new JsonArray();
    array.add(only);
    return array;
  }

  private static JsonObject metadata(Map<String, String> values) {
    JsonArray items = new JsonArray();
    values.forEach(
        (key, value) -> {
          JsonObject item = new JsonObject();
          item.addProperty("key", key);
          item.addProperty("value", value);
          items.add(item);
        });
    JsonObject metadata = new JsonObject();
    metadata.add("items", items);
    return metadata;
  }
}
