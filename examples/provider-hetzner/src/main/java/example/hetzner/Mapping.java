package example.hetzner;

import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What the API's words mean in Provision's.
final class Mapping {
  private static final long GIB = 1L << 30;

  /// How a system's full name begins, such as `Ubuntu 24.04 LTS (Noble Numbat)`.
  private static final Pattern SYSTEM =
      Pattern.compile(
          "(Ubuntu|Debian|Fedora|Rocky|Alma)(?: ?Linux)? (\\d+(?:\\.\\d+)?)(?![\\d.]).*");

  private Mapping() {}

  /// The API takes names for ids, and names are what its documentation speaks of.
  static Location location(JsonNode location) {
    String name = required(location, "name");
    return new Location(name, location.path("description").asString(name));
  }

  static Size size(JsonNode type) {
    String name = required(type, "name");
    return new Size(
        name,
        type.path("description").asString(name),
        number(type, "cores").map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        bytes(type, "memory"),
        bytes(type, "disk"));
  }

  private static OptionalLong bytes(JsonNode type, String field) {
    return number(type, field)
        .map(number -> OptionalLong.of((long) (number * GIB)))
        .orElse(OptionalLong.empty());
  }

  private static Optional<Double> number(JsonNode type, String field) {
    return Optional.of(type.path(field)).filter(JsonNode::isNumber).map(JsonNode::asDouble);
  }

  /// @throws IllegalArgumentException if there is no such text or number
  private static String required(JsonNode thing, String field) {
    JsonNode value = thing.path(field);
    String text = value.isString() || value.isNumber() ? value.asString() : "";
    if (text.isEmpty()) {
      throw new IllegalArgumentException("there is no " + field + " in it");
    }
    return text;
  }

  /// The images of the provider have names, snapshots only numbers.
  static Image image(JsonNode image) {
    String id = required(image, "id");
    String name = image.path("name").asString("");
    return new Image(
        name.isEmpty() ? id : name, image.path("description").asString(name.isEmpty() ? id : name));
  }

  /// The image of a well-known system, which needs no look at the list: its name follows a rule.
  static Optional<Image> system(String text) {
    Matcher matcher = SYSTEM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Image(
                matcher.group(1).toLowerCase(java.util.Locale.ROOT) + "-" + matcher.group(2), text))
        : Optional.empty();
  }

  static Node node(JsonNode server) {
    List<String> open = new ArrayList<>();
    text(server.path("public_net").path("ipv4").path("ip")).ifPresent(open::add);
    // A server has a network of addresses of version 6; the first one of it is set up.
    text(server.path("public_net").path("ipv6").path("ip"))
        .ifPresent(net -> open.add(net.replaceFirst("::/64$", "::1")));
    List<String> closed = new ArrayList<>();
    server.path("private_net").forEach(net -> text(net.path("ip")).ifPresent(closed::add));
    return new Node(
            new NodeId(required(server, "id")),
            server.path("name").asString(""),
            state(server.path("status").asString("")),
            open,
            closed,
            present(server.path("image")).map(Mapping::image),
            present(server.path("server_type")).map(Mapping::size),
            present(server.path("location")).map(Mapping::location),
            text(server.path("created")).flatMap(Mapping::time))
        .labelled(labels(server.path("labels")));
  }

  private static Map<String, String> labels(JsonNode all) {
    Map<String, String> own = new HashMap<>();
    all.forEachEntry(
        (key, value) -> {
          if (key.startsWith(NodeRequest.LABEL_PREFIX)) {
            own.put(key, value.asString());
          }
        });
    return own;
  }

  private static Optional<JsonNode> present(JsonNode node) {
    return node.isObject() ? Optional.of(node) : Optional.empty();
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.of(node.asString("")).filter(text -> !text.isEmpty());
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Node.State state(String status) {
    return switch (status) {
      case "initializing", "starting", "migrating", "rebuilding" -> Node.State.PENDING;
      case "running" -> Node.State.RUNNING;
      case "stopping", "off" -> Node.State.STOPPED;
      case "deleting" -> Node.State.TERMINATED;
      default -> Node.State.UNKNOWN;
    };
  }
}
