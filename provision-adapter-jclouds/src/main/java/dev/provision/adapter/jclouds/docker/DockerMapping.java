package dev.provision.adapter.jclouds.docker;

import com.google.common.net.InetAddresses;
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
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Docker's values in ours, and ours in Docker's.
final class DockerMapping {
  private static final String SIZE = CloudApi.SIZE_LABEL;
  private static final String HOST_NETWORK = "host";
  private static final int SHORT_ID = 12;
  private static final int LONGEST_HOST_NAME = 63;
  private static final double NANO = 1e9;

  private static final Pattern PORT =
      Pattern.compile(
          "(?:(?:(?<address>[0-9.]+|\\[[0-9a-fA-F:]+\\]):)?(?<outside>[0-9]{0,5}):)?"
              + "(?<inside>[0-9]{1,5})(?:/(?<kind>tcp|udp|sctp))?");

  private final GivenOptions options;
  private final String host;
  private final boolean isLocal;

  /// @param endpoint where the engine listens; published ports are at the same host
  DockerMapping(GivenOptions options, URI endpoint) {
    this.options = options;
    String name = endpoint.getHost() == null ? "127.0.0.1" : endpoint.getHost();
    this.host = name.replaceAll("[\\[\\]]", "");
    this.isLocal = host.equals("localhost") || isLoopback(host);
  }

  private static boolean isLoopback(String text) {
    return InetAddresses.isInetAddress(text) && InetAddresses.forString(text).isLoopbackAddress();
  }

  /// As much of an id as Docker shows to people, and takes.
  static NodeId id(JsonValue container) {
    String id = container.required("Id");
    return new NodeId(id.substring(0, Math.min(SHORT_ID, id.length())));
  }

  Node node(JsonValue container) {
    return new Node(
            id(container),
            name(container),
            state(container.text("State").orElse("")),
            published(container).map(this::address).or(() -> ofHost(container)).stream().toList(),
            own(container),
            container.text("Image").map(image -> new Image(image, image)),
            container.text("Labels/" + SIZE).flatMap(DockerSize::of),
            Optional.of(new Location(Docker.ENGINE, Docker.ENGINE)),
            container
                .number("Created")
                .filter(time -> time >= 0 && time < Instant.MAX.getEpochSecond())
                .map(time -> Instant.ofEpochSecond(time.longValue())))
        .labelled(OwnLabels.of(container, "Labels"));
  }

  /// Without the slash before it; with a further one it is what another container calls it.
  private static String name(JsonValue container) {
    return container.all("Names").stream()
        .flatMap(name -> name.asText().stream())
        .map(name -> name.replaceFirst("^/", ""))
        .filter(name -> !name.contains("/"))
        .findFirst()
        .orElseGet(() -> id(container).value());
  }

  private static Node.State state(String state) {
    return switch (state) {
      case "created", "restarting" -> Node.State.PENDING;
      case "running" -> Node.State.RUNNING;
      case "paused", "exited" -> Node.State.STOPPED;
      case "removing" -> Node.State.TERMINATED;
      case "dead" -> Node.State.ERROR;
      default -> Node.State.UNKNOWN;
    };
  }

  private int sshPort() {
    return options.number(ProviderOption.SSH_PORT).orElseThrow();
  }

  private Optional<JsonValue> published(JsonValue container) {
    return container.all("Ports").stream()
        .filter(port -> port.number("PrivatePort").equals(Optional.of((double) sshPort())))
        .filter(port -> port.number("PublicPort").isPresent())
        .findFirst();
  }

  /// At which of its host's ports a container's SSH server is.
  OptionalInt publishedPort(JsonValue container) {
    return published(container)
        .flatMap(port -> port.number("PublicPort"))
        .map(port -> OptionalInt.of(port.intValue()))
        .orElse(OptionalInt.empty());
  }

  /// Some ports are published at one of several addresses of the host only.
  private String address(JsonValue port) {
    return port.text("IP")
        .filter(InetAddresses::isInetAddress)
        .filter(
            text -> {
              InetAddress ip = InetAddresses.forString(text);
              return !ip.isAnyLocalAddress() && !ip.isLoopbackAddress();
            })
        .orElse(host);
  }

  private Optional<String> ofHost(JsonValue container) {
    return container
        .text("HostConfig/NetworkMode")
        .filter(mode -> mode.equals(HOST_NETWORK))
        .map(_ -> host);
  }

  private static List<String> own(JsonValue container) {
    List<JsonValue> networks = container.objects("NetworkSettings/Networks");
    return Stream.of("IPAddress", "GlobalIPv6Address")
        .flatMap(kind -> networks.stream().flatMap(network -> network.text(kind).stream()))
        .toList();
  }

  /// An image goes by its tags; one without goes by its id, which is looked for when it is asked
  /// for.
  static Stream<Supplier<Image>> images(JsonValue image) {
    List<String> tags =
        image.all("RepoTags").stream()
            .flatMap(tag -> tag.asText().stream())
            .filter(tag -> !tag.startsWith("<none>"))
            .toList();
    return tags.isEmpty()
        ? Stream.of(() -> named(imageId(image)))
        : tags.stream().map(name -> () -> named(name));
  }

  private static Image named(String name) {
    return new Image(name, name);
  }

  private static String imageId(JsonValue image) {
    String id = image.required("Id").replaceFirst("^sha256:", "");
    return id.substring(0, Math.min(SHORT_ID, id.length()));
  }

  JsonObject body(NodeRequest request) {
    JsonObject body = new JsonObject();
    if (request.name().length() <= LONGEST_HOST_NAME) {
      body.addProperty("Hostname", request.name());
    }
    body.addProperty("Image", request.image().id());
    command().ifPresent(words -> body.add("Cmd", words));
    JsonObject labels = new JsonObject();
    labels.addProperty(CloudApi.TOKEN, request.token());
    request.labels().forEach(labels::addProperty);
    labels.addProperty(SIZE, request.size().id());
    options.tags().forEach(labels::addProperty);
    body.add("Labels", labels);
    JsonObject exposed = new JsonObject();
    JsonObject bindings = bindings();
    bindings.keySet().forEach(port -> exposed.add(port, new JsonObject()));
    body.add("ExposedPorts", exposed);
    List<String> networks = options.list(ProviderOption.NETWORKS);
    body.add("HostConfig", host(request, networks, bindings));
    if (networks.size() > 1) {
      JsonObject endpoints = new JsonObject();
      networks.forEach(network -> endpoints.add(network, new JsonObject()));
      JsonObject configuration = new JsonObject();
      configuration.add("EndpointsConfig", endpoints);
      body.add("NetworkingConfig", configuration);
    }
    return body;
  }

  private JsonObject host(NodeRequest request, List<String> networks, JsonObject bindings) {
    JsonObject host = new JsonObject();
    host.add("PortBindings", bindings);
    networks.stream().findFirst().ifPresent(network -> host.addProperty("NetworkMode", network));
    host.addProperty("Privileged", options.flag(ProviderOption.PRIVILEGED));
    request.size().cpus().ifPresent(cpus -> host.addProperty("NanoCpus", Math.round(cpus * NANO)));
    request.size().memoryBytes().ifPresent(bytes -> host.addProperty("Memory", bytes));
    return host;
  }

  /// A single text is for the shell, as in a Dockerfile.
  private Optional<JsonArray> command() {
    return options
        .set(ProviderOption.COMMAND)
        .map(
            text -> {
              List<String> words =
                  text.contains("\n") ? List.of(text.split("\n")) : List.of("/bin/sh", "-c", text);
              JsonArray array = new JsonArray();
              words.forEach(array::add);
              return array;
            });
  }

  /// SSH's port is published to whoever can reach the engine, and nobody else.
  private JsonObject bindings() {
    JsonObject bindings = new JsonObject();
    for (String text : options.list(ProviderOption.PORTS)) {
      Matcher port = PORT.matcher(text);
      if (!port.matches()) {
        throw options.invalid("option ports: '" + text + "' is not [[ADDRESS:]PORT:]PORT[/udp]");
      }
      String kind = Optional.ofNullable(port.group("kind")).orElse("tcp");
      String address = Optional.ofNullable(port.group("address")).orElse("");
      bind(
          bindings,
          port.group("inside") + "/" + kind,
          address.replaceAll("[\\[\\]]", ""),
          Optional.ofNullable(port.group("outside")).orElse(""));
    }
    String ssh = sshPort() + "/tcp";
    boolean sharesNetwork =
        options.list(ProviderOption.NETWORKS).stream()
            .findFirst()
            .equals(Optional.of(HOST_NETWORK));
    if (!options.byPrivateAddress() && !sharesNetwork && !bindings.has(ssh)) {
      bind(bindings, ssh, isLocal ? "127.0.0.1" : "", "");
    }
    return bindings;
  }

  private static void bind(JsonObject bindings, String inside, String address, String outside) {
    JsonObject binding = new JsonObject();
    binding.addProperty("HostIp", address);
    binding.addProperty("HostPort", outside);
    JsonArray all = bindings.has(inside) ? bindings.getAsJsonArray(inside) : new JsonArray();
    all.add(binding);
    bindings.add(inside, all);
  }
}
