package dev.provision.adapter.jclouds.azure;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.adapter.jclouds.node.CloudApi;
import dev.provision.adapter.jclouds.node.Distribution;
import dev.provision.adapter.jclouds.node.OwnLabels;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Azure's values in ours, and ours in Azure's.
final class AzureMapping {
  private static final long MEBIBYTE = 1L << 20;

  private AzureMapping() {}

  static CloudException taken(String name) {
    return new CloudException(
        new CloudFailure.NameTaken(
            "creating node " + name, "the resource group already has a machine of that name"));
  }

  static Size size(JsonValue size) {
    String name = size.required("name");
    return new Size(
        name,
        name,
        size.number("numberOfCores").map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        size.number("memoryInMB")
            .map(memory -> OptionalLong.of(memory.longValue() * MEBIBYTE))
            .orElse(OptionalLong.empty()),
        OptionalLong.empty());
  }

  /// @param addresses public ones, of the node's name among others
  /// @param interfaces network interfaces, likewise
  static Node node(JsonValue machine, List<JsonValue> addresses, List<JsonValue> interfaces) {
    String name = machine.required("name");
    String place = machine.text("location").orElse("");
    return new Node(
            new NodeId(name),
            name,
            state(machine),
            named(name, addresses)
                .flatMap(one -> one.text("properties/ipAddress").stream())
                .toList(),
            named(name, interfaces)
                .flatMap(one -> one.all("properties/ipConfigurations").stream())
                .flatMap(one -> one.text("properties/privateIPAddress").stream())
                .toList(),
            machine
                .text("tags/" + CloudApi.IMAGE_LABEL)
                .map(
                    image ->
                        new Image(
                            machine
                                .text("properties/storageProfile/imageReference/offer")
                                .orElse(image),
                            image)),
            machine
                .text("properties/hardwareProfile/vmSize")
                .map(
                    size ->
                        new Size(
                            size,
                            size,
                            OptionalDouble.empty(),
                            OptionalLong.empty(),
                            OptionalLong.empty())),
            Optional.of(new Location(place, place)),
            machine.time("properties/timeCreated"))
        .labelled(OwnLabels.of(machine, "tags"));
  }

  private static Stream<JsonValue> named(String name, List<JsonValue> all) {
    return all.stream().filter(one -> one.text("name").equals(Optional.of(name)));
  }

  private static Node.State state(JsonValue machine) {
    Optional<String> power =
        machine.all("properties/instanceView/statuses").stream()
            .flatMap(status -> status.text("code").stream())
            .filter(code -> code.startsWith("PowerState/"))
            .findFirst();
    return switch (machine.text("properties/provisioningState").orElse("")) {
      case "Creating", "Updating" -> Node.State.PENDING;
      case "Deleting" -> Node.State.TERMINATED;
      case "Failed", "Canceled" -> Node.State.ERROR;
      case "Succeeded" ->
          switch (power.orElse("PowerState/running")) {
            case "PowerState/running" -> Node.State.RUNNING;
            case "PowerState/starting" -> Node.State.PENDING;
            default -> Node.State.STOPPED;
          };
      default -> Node.State.UNKNOWN;
    };
  }

  static JsonObject at(String location) {
    JsonObject body = new JsonObject();
    body.addProperty("location", location);
    return body;
  }

  private static JsonObject at(String location, JsonObject properties) {
    JsonObject body = at(location);
    body.add("properties", properties);
    return body;
  }

  /// All tags of a machine with some changed, as the tags API takes them.
  static JsonObject tags(JsonValue machine, Map<String, String> labels) {
    JsonObject tags = new JsonObject();
    machine
        .at("tags")
        .filter(JsonValue::isObject)
        .ifPresent(
            all ->
                all.keys()
                    .forEach(
                        key -> all.textIfAny(key).ifPresent(text -> tags.addProperty(key, text))));
    labels.forEach(tags::addProperty);
    return of("properties", of("tags", tags));
  }

  private static JsonObject of(String key, JsonElement value) {
    JsonObject object = new JsonObject();
    object.add(key, value);
    return object;
  }

  private static JsonObject of(String key, String value) {
    JsonObject object = new JsonObject();
    object.addProperty(key, value);
    return object;
  }

  private static JsonArray array(JsonElement only) {
    JsonArray array = new JsonArray();
    array.add(only);
    return array;
  }

  static JsonObject publicAddress(String location) {
    JsonObject body = at(location, of("publicIPAllocationMethod", "Static"));
    body.add("sku", of("name", "Standard"));
    return body;
  }

  static JsonObject rules(String location) {
    JsonObject ssh = new JsonObject();
    ssh.addProperty("protocol", "Tcp");
    ssh.addProperty("sourceAddressPrefix", "*");
    ssh.addProperty("sourcePortRange", "*");
    ssh.addProperty("destinationAddressPrefix", "*");
    ssh.addProperty("destinationPortRange", "22");
    ssh.addProperty("access", "Allow");
    ssh.addProperty("priority", 1000);
    ssh.addProperty("direction", "Inbound");
    JsonObject rule = of("name", "ssh");
    rule.add("properties", ssh);
    return at(location, of("securityRules", array(rule)));
  }

  /// @param rules the id of what lets SSH in
  static JsonObject network(String location, String rules) {
    JsonObject inner = of("addressPrefix", "10.0.0.0/16");
    inner.add("networkSecurityGroup", of("id", rules));
    JsonObject subnet = of("name", "nodes");
    subnet.add("properties", inner);
    JsonArray prefixes = new JsonArray();
    prefixes.add("10.0.0.0/16");
    JsonObject properties = of("addressSpace", of("addressPrefixes", prefixes));
    properties.add("subnets", array(subnet));
    return at(location, properties);
  }

  static JsonObject networkInterface(
      String location, String subnet, Optional<String> address, GivenOptions options) {
    JsonObject inner = of("subnet", of("id", subnet));
    inner.addProperty("privateIPAllocationMethod", "Dynamic");
    address.ifPresent(
        id -> {
          JsonObject open = of("id", id);
          open.add("properties", of("deleteOption", "Delete"));
          inner.add("publicIPAddress", open);
        });
    JsonObject configuration = of("name", "usual");
    configuration.add("properties", inner);
    JsonObject properties = of("ipConfigurations", array(configuration));
    options.list(ProviderOption.SECURITY_GROUPS).stream()
        .findFirst()
        .ifPresent(id -> properties.add("networkSecurityGroup", of("id", id)));
    return at(location, properties);
  }

  /// @param networkInterface its id
  static JsonObject machine(NodeRequest request, GivenOptions options, String networkInterface) {
    JsonObject deleted = of("deleteOption", "Delete");
    JsonObject card = of("id", networkInterface);
    card.add("properties", deleted);
    JsonObject disk = of("createOption", "FromImage");
    disk.addProperty("deleteOption", "Delete");
    options
        .number(ProviderOption.DISK_SIZE)
        .ifPresent(size -> disk.addProperty("diskSizeGB", size));
    JsonObject storage = of("imageReference", image(request.image().id()));
    storage.add("osDisk", disk);
    JsonObject properties = of("hardwareProfile", of("vmSize", request.size().id()));
    properties.add("storageProfile", storage);
    properties.add("osProfile", system(request, options));
    properties.add("networkProfile", of("networkInterfaces", array(card)));
    JsonObject tags = new JsonObject();
    options.tags().forEach(tags::addProperty);
    request.labels().forEach(tags::addProperty);
    tags.addProperty(CloudApi.TOKEN, request.token());
    tags.addProperty(CloudApi.IMAGE_LABEL, request.image().name());
    JsonObject body = at(request.location().id(), properties);
    body.add("tags", tags);
    return body;
  }

  private static JsonObject image(String id) {
    String[] parts = id.split(":", -1);
    if (parts.length < 3) {
      return of("id", id);
    }
    JsonObject image = of("publisher", parts[0]);
    image.addProperty("offer", parts[1]);
    image.addProperty("sku", parts[2]);
    image.addProperty("version", parts.length > 3 ? parts[3] : "latest");
    return image;
  }

  private static JsonObject system(NodeRequest request, GivenOptions options) {
    String user =
        options
            .set(ProviderOption.LOGIN_USER)
            .or(() -> Distribution.of(request.image().name()).map(Distribution::user))
            .orElse("provision");
    JsonArray keys = new JsonArray();
    for (String line : request.authorizedKeys()) {
      JsonObject key = of("path", "/home/" + user + "/.ssh/authorized_keys");
      key.addProperty("keyData", line);
      keys.add(key);
    }
    JsonObject linux = of("ssh", of("publicKeys", keys));
    linux.addProperty("disablePasswordAuthentication", true);
    JsonObject system = of("computerName", request.name().toLowerCase(Locale.ROOT));
    system.addProperty("adminUsername", user);
    system.add("linuxConfiguration", linux);
    request
        .userData()
        .ifPresent(
            text ->
                system.addProperty(
                    "customData",
                    Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    return system;
  }
}
