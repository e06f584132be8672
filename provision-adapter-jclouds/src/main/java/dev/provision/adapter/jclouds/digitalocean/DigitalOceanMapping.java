package dev.provision.adapter.jclouds.digitalocean;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// DigitalOcean's values in ours, and ours in DigitalOcean's.
final class DigitalOceanMapping {
  private static final double MEBIBYTE = 1L << 20;
  private static final double GIBIBYTE = 1L << 30;

  private DigitalOceanMapping() {}

  static Size size(JsonValue size) {
    String slug = size.required("slug");
    return new Size(
        slug,
        slug,
        size.number("vcpus").map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        bytes(size, "memory", MEBIBYTE),
        bytes(size, "disk", GIBIBYTE));
  }

  private static OptionalLong bytes(JsonValue size, String key, double unit) {
    return size.number(key)
        .map(number -> OptionalLong.of((long) (number * unit)))
        .orElse(OptionalLong.empty());
  }

  static Image image(JsonValue image) {
    String id = image.text("slug").orElseGet(() -> image.required("id"));
    String name = image.text("name").orElse(id);
    return new Image(id, image.text("distribution").map(d -> d + " " + name).orElse(name));
  }

  static Node node(JsonValue droplet) {
    String id = droplet.required("id");
    return new Node(
            new NodeId(id),
            droplet.text("name").orElse(id),
            state(droplet.text("status").orElse("")),
            addresses(droplet, "public"),
            addresses(droplet, "private"),
            droplet
                .at("image")
                .filter(image -> image.text("slug").or(() -> image.text("id")).isPresent())
                .map(DigitalOceanMapping::image),
            droplet
                .text("size_slug")
                .map(
                    slug ->
                        new Size(
                            slug,
                            slug,
                            droplet
                                .number("vcpus")
                                .map(OptionalDouble::of)
                                .orElse(OptionalDouble.empty()),
                            bytes(droplet, "memory", MEBIBYTE),
                            bytes(droplet, "disk", GIBIBYTE))),
            droplet
                .text("region/slug")
                .map(slug -> new Location(slug, droplet.text("region/name").orElse(slug))),
            droplet.time("created_at"))
        .labelled(labels(droplet));
  }

  private static Map<String, String> labels(JsonValue droplet) {
    OwnLabels own = new OwnLabels();
    for (JsonValue tag : droplet.all("tags")) {
      tag.asText()
          .map(text -> text.split(":", 2))
          .filter(parts -> parts.length == 2)
          .ifPresent(parts -> own.add(parts[0], parts[1]));
    }
    return own.labels();
  }

  private static List<String> addresses(JsonValue droplet, String type) {
    return Stream.of("networks/v4", "networks/v6")
        .flatMap(path -> droplet.all(path).stream())
        .filter(network -> network.text("type").equals(Optional.of(type)))
        .flatMap(network -> network.text("ip_address").stream())
        .toList();
  }

  private static Node.State state(String status) {
    return switch (status) {
      case "new" -> Node.State.PENDING;
      case "active" -> Node.State.RUNNING;
      case "off", "archive" -> Node.State.STOPPED;
      default -> Node.State.UNKNOWN;
    };
  }

  static JsonObject named(String name) {
    JsonObject body = new JsonObject();
    body.addProperty("name", name);
    return body;
  }

  /// A droplet among the resources of a tag.
  static JsonObject resources(NodeId id) {
    JsonObject droplet = new JsonObject();
    droplet.addProperty("resource_id", id.value());
    droplet.addProperty("resource_type", "droplet");
    JsonArray all = new JsonArray();
    all.add(droplet);
    JsonObject body = new JsonObject();
    body.add("resources", all);
    return body;
  }

  /// The tag by which a droplet is found again.
  static String token(NodeRequest request) {
    return CloudApi.TOKEN + ":" + plain(request.token());
  }

  /// Tags hold letters, digits, colons, dashes and underscores only.
  private static String plain(String text) {
    return text.replaceAll("[^A-Za-z0-9:_-]", "_");
  }

  static JsonObject body(NodeRequest request, GivenOptions options) {
    JsonObject body = new JsonObject();
    body.addProperty("name", request.name());
    body.addProperty("region", request.location().id());
    body.addProperty("size", request.size().id());
    body.addProperty("image", request.image().id());
    body.addProperty("ipv6", true);
    request.userData().ifPresent(text -> body.addProperty("user_data", text));
    options.list(ProviderOption.NETWORKS).stream()
        .findFirst()
        .ifPresent(network -> body.addProperty("vpc_uuid", network));
    JsonArray tags = new JsonArray();
    tags.add(token(request));
    request.labels().forEach((key, value) -> tags.add(key + ":" + value));
    options
        .tags()
        .forEach((name, value) -> tags.add(plain(value.isEmpty() ? name : name + ":" + value)));
    body.add("tags", tags);
    return body;
  }
}
