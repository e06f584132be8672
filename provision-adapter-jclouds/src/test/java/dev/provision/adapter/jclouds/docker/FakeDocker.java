package dev.provision.adapter.jclouds.docker;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.provision.adapter.jclouds.FakeCloud;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.adapter.jclouds.answer.TarArchive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A Docker engine's API as its reference describes it, and as an engine of version 20.10 answers.
public final class FakeDocker extends FakeCloud {
  static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc";

  private static final String CONTAINERS = "/containers/";
  static final int SSH_AT = 32_768;

  /// A line of output of 9 bytes, and one of errors of 200.
  private static final byte[] LOG = log();

  private final Map<String, Container> containers = new LinkedHashMap<>();
  private final List<String> archives = new ArrayList<>();
  private final List<JsonValue> bodies = new ArrayList<>();
  private final Map<String, String> files = new LinkedHashMap<>();

  /// An engine whose containers hold a host key.
  public FakeDocker() {
    files.put("/etc/ssh/ssh_host_ed25519_key.pub", KEY + " root@c\n");
  }

  /// A file that containers hold, or no longer.
  synchronized void file(String path, String text) {
    if (text.isEmpty()) {
      files.remove(path);
    } else {
      files.put(path, text);
    }
  }

  /// What was unpacked into containers.
  synchronized List<String> archives() {
    return List.copyOf(archives);
  }

  /// What containers were made of.
  synchronized List<JsonValue> bodies() {
    return List.copyOf(bodies);
  }

  /// All containers are in this state from now on.
  synchronized void all(String state) {
    containers.replaceAll((_, container) -> container.in(state));
  }

  @Override
  public ResponseDefinitionBuilder answer(Call call) {
    if (refusesAccount) {
      return json(403, "{\"message\": \"authorization denied by plugin\"}");
    }
    return switch (call.method() + " " + call.path()) {
      case "GET /info" -> json(200, "{\"Name\": \"builder1\", \"NCPU\": 2}");
      case "GET /images/json" ->
          json(
              200,
              "[{\"Id\": \"sha256:75e7e5adcfd442e7532e22da976c1f3a\", \"Created\": 2, \"RepoTags\":"
                  + " [\"lab/ubuntu-sshd:24.04\", \"lab/ubuntu-sshd:latest\"]}, {\"Id\":"
                  + " \"sha256:2f9418bbb8c83a625134c575d1fa177a\", \"Created\": 1, \"RepoTags\":"
                  + " null}]");
      case "GET /containers/json" -> list(call.get("filters"));
      case "POST /containers/create" -> create(call.get("name"), call.json());
      default -> one(call);
    };
  }

  private ResponseDefinitionBuilder list(String filters) {
    return json(
        200,
        containers.values().stream()
            .filter(container -> matches(container, filters))
            .map(this::summary)
            .collect(Collectors.joining(",", "[", "]")));
  }

  private static boolean matches(Container container, String filters) {
    if (filters.isEmpty()) {
      return true;
    }
    JsonValue wanted = JsonValue.parse(filters);
    return wanted.all("id").stream()
            .allMatch(id -> container.id().startsWith(id.asText().orElseThrow()))
        && wanted.all("label").stream()
            .allMatch(
                label ->
                    label.asText().orElseThrow().equals("provision-token=" + container.token()));
  }

  private ResponseDefinitionBuilder create(String name, JsonValue wanted) {
    bodies.add(wanted);
    if (containers.values().stream().anyMatch(one -> one.name().equals(name))) {
      return json(
          409,
          "{\"message\": \"Conflict. The container name \\\"/%s\\\" is already in use by container \\\"0c24\\\". You have to remove (or rename) that container to be able to reuse that name.\"}"
              .formatted(name));
    }
    if (!wanted.required("Image").startsWith("lab/")) {
      return json(404, "{\"message\": \"No such image: %s\"}".formatted(wanted.required("Image")));
    }
    String id =
        String.format(Locale.ROOT, "%064x", 0x0c24b7ddc09200L + containers.size()).substring(0, 64);
    id = new StringBuilder(id).reverse().toString();
    containers.put(
        id,
        new Container(
            id,
            name,
            wanted.required("Labels/provision-token"),
            wanted.object("Labels").value().toString(),
            "created",
            0));
    return json(201, "{\"Id\": \"%s\", \"Warnings\": []}".formatted(id));
  }

  private ResponseDefinitionBuilder one(Call call) {
    String rest = call.path().substring(CONTAINERS.length());
    int slash = rest.indexOf('/');
    String prefix = slash < 0 ? rest : rest.substring(0, slash);
    Container container =
        containers.values().stream()
            .filter(one -> one.id().startsWith(prefix))
            .findFirst()
            .orElse(null);
    if (container == null) {
      return json(404, "{\"message\": \"No such container: %s\"}".formatted(prefix));
    }
    String what = call.method() + (slash < 0 ? "" : " " + rest.substring(slash + 1));
    return switch (what) {
      case "DELETE" -> {
        containers.remove(container.id());
        yield nothing(204);
      }
      case "PUT archive" -> {
        archives.add(call.get("path") + " " + call.body());
        yield nothing(200);
      }
      case "GET archive" -> archive(call.get("path"));
      case "POST start" -> start(container);
      case "GET logs" ->
          aResponse()
              .withStatus(200)
              .withHeader("Content-Type", "application/vnd.docker.raw-stream")
              .withBody(LOG.clone());
      case "GET json" ->
          json(
              200,
              "{\"Id\": \"%s\", \"State\": {\"Status\": \"%s\", \"ExitCode\": 127}}"
                  .formatted(container.id(), container.state()));
      default -> json(404, "{\"message\": \"page not found\"}");
    };
  }

  private static byte[] log() {
    byte[] bytes = new byte[8 + 9 + 8 + 200];
    bytes[0] = 1;
    bytes[7] = 9;
    System.arraycopy("starting\n".getBytes(UTF_8), 0, bytes, 8, 9);
    bytes[17] = 2;
    bytes[24] = (byte) 200;
    java.util.Arrays.fill(bytes, 25, 225, (byte) '.');
    System.arraycopy("sshd: no such file".getBytes(UTF_8), 0, bytes, 25, 18);
    bytes[224] = '\n';
    return bytes;
  }

  private ResponseDefinitionBuilder archive(String path) {
    String text = files.get(path);
    if (text == null) {
      return json(
          404, "{\"message\": \"Could not find the file %s in container\"}".formatted(path));
    }
    byte[] tar =
        new TarArchive()
            .file(
                path.substring(path.lastIndexOf('/') + 1), 0644, TarArchive.Owner.ROOT, bytes(text))
            .bytes();
    return aResponse()
        .withStatus(200)
        .withHeader("Content-Type", "application/x-tar")
        .withBody(tar);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private ResponseDefinitionBuilder start(Container container) {
    if (!container.state().equals("created")) {
      return nothing(304);
    }
    containers.put(container.id(), container.started(looksUntilRunning));
    return nothing(204);
  }

  private String summary(Container container) {
    if (container.looksLeft() > 0) {
      containers.put(container.id(), container.looked());
    }
    boolean runs = container.state().equals("running") && container.looksLeft() == 0;
    return """
    {"Id": "%s", "Names": ["/other/alias", "/%s"], "Image": "lab/ubuntu-sshd:24.04", "ImageID": "sha256:75e7", "Command": "sshd", "Created": 1795985994,
     "Ports": [%s], "Labels": %s, "State": "%s", "Status": "Up 3 seconds", "HostConfig": {"NetworkMode": "default"},
     "NetworkSettings": {"Networks": {"bridge": {"IPAddress": "%s", "GlobalIPv6Address": ""}}}}
    """
        .formatted(
            container.id(),
            container.name(),
            runs
                ? "{\"IP\": \"127.0.0.1\", \"PrivatePort\": 22, \"PublicPort\": %s, \"Type\": \"tcp\"}"
                    .formatted(SSH_AT)
                : "",
            container.labels(),
            runs ? "running" : container.looksLeft() > 0 ? "restarting" : container.state(),
            runs ? "172.17.0.2" : "");
  }

  private record Container(
      String id, String name, String token, String labels, String state, int looksLeft) {
    Container started(int looks) {
      return new Container(id, name, token, labels, "running", looks);
    }

    Container looked() {
      return new Container(id, name, token, labels, state, looksLeft - 1);
    }

    Container in(String other) {
      return new Container(id, name, token, labels, other, 0);
    }
  }
}
