package dev.provision.adapter.jclouds.cloudstack;

import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.adapter.jclouds.answer.OddFields;
import dev.provision.adapter.jclouds.node.NodeAddresses;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/// CloudStack's values in ours, and ours in CloudStack's.
final class CloudStackMapping {
  private static final long MEBIBYTE = 1L << 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssZ", Locale.ROOT);

  private CloudStackMapping() {}

  static Size size(JsonValue offering) {
    String id = offering.required("id");
    return new Size(
        id,
        offering.text("name").orElse(id),
        offering.number("cpunumber").map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        offering
            .number("memory")
            .map(size -> OptionalLong.of(size.longValue() * MEBIBYTE))
            .orElse(OptionalLong.empty()),
        OptionalLong.empty());
  }

  static Image image(JsonValue template) {
    String id = template.required("id");
    return new Image(id, template.text("name").orElse(id));
  }

  static Size sizeOfId(String id) {
    return new Size(id, id, OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty());
  }

  static Node node(JsonValue machine) {
    Set<String> all = new LinkedHashSet<>();
    machine.text("publicip").ifPresent(all::add);
    machine.all("nic").stream()
        .flatMap(
            nic ->
                List.of("ipaddress", "ip6address").stream().flatMap(key -> nic.text(key).stream()))
        .forEach(all::add);
    NodeAddresses addresses = NodeAddresses.of(all);
    String id = machine.required("id");
    return new Node(
        new NodeId(id),
        machine.text("name").orElse(id),
        state(machine.text("state").orElse("")),
        addresses.open(),
        addresses.inner(),
        machine
            .text("templateid")
            .map(image -> new Image(image, machine.text("templatename").orElse(image))),
        machine
            .text("serviceofferingid")
            .map(
                size ->
                    new Size(
                        size,
                        machine.text("serviceofferingname").orElse(size),
                        OptionalDouble.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty())),
        machine
            .text("zoneid")
            .map(zone -> new Location(zone, machine.text("zonename").orElse(zone))),
        time(machine, "created"));
  }

  private static Optional<Instant> time(JsonValue machine, String path) {
    try {
      return machine.text(path).map(text -> OffsetDateTime.parse(text, TIME).toInstant());
    } catch (DateTimeParseException _) {
      OddFields.note(path);
      return Optional.empty();
    }
  }

  private static Node.State state(String state) {
    return switch (state) {
      case "Starting" -> Node.State.PENDING;
      case "Running", "Migrating" -> Node.State.RUNNING;
      case "Stopping", "Stopped" -> Node.State.STOPPED;
      case "Destroyed", "Expunging" -> Node.State.TERMINATED;
      case "Error" -> Node.State.ERROR;
      default -> Node.State.UNKNOWN;
    };
  }

  /// What people see, and by what the node is found again.
  static String displayName(NodeRequest request) {
    return request.name() + " [" + request.token() + "]";
  }

  static Map<String, String> form(NodeRequest request, GivenOptions options) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("name", request.name());
    form.put("displayname", displayName(request));
    form.put("zoneid", request.location().id());
    form.put("serviceofferingid", request.size().id());
    form.put("templateid", request.image().id());
    options
        .set(ProviderOption.KEY_PAIR)
        .or(request::keyPair)
        .ifPresent(key -> form.put("keypair", key));
    joined(options.list(ProviderOption.NETWORKS)).ifPresent(ids -> form.put("networkids", ids));
    joined(options.list(ProviderOption.SECURITY_GROUPS))
        .ifPresent(names -> form.put("securitygroupnames", names));
    options
        .number(ProviderOption.DISK_SIZE)
        .ifPresent(size -> form.put("rootdisksize", String.valueOf(size)));
    request
        .userData()
        .ifPresent(
            text ->
                form.put(
                    "userdata",
                    Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    return form;
  }

  private static Optional<String> joined(List<String> parts) {
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(",", parts));
  }
}
