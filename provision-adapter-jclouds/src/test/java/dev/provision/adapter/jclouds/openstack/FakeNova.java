package dev.provision.adapter.jclouds.openstack;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.provision.adapter.jclouds.FakeCloud;
import dev.provision.adapter.jclouds.answer.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Nova behind [FakeKeystone], as its API reference describes it; lists have two a page.
public final class FakeNova extends FakeCloud {
  public static final String NOBLE = "11111111-aaaa-4bbb-8ccc-000000000001";
  private static final int PAGE = 2;

  private final Map<String, Server> servers = new LinkedHashMap<>();
  private final FakeNeutron network = new FakeNeutron();

  /// Floating addresses that are given at the moment.
  synchronized List<String> floatingAddresses() {
    return network.given();
  }

  /// Names of servers, in order.
  public synchronized List<String> names() {
    return servers.values().stream().map(Server::name).toList();
  }

  @Override
  public ResponseDefinitionBuilder answer(Call call) {
    Optional<ResponseDefinitionBuilder> login = FakeKeystone.answer(call, url(), refusesAccount);
    if (login.isPresent()) {
      return login.get();
    }
    if (refusesAccount || !call.token().equals(FakeKeystone.TOKEN)) {
      return json(
          401, error("unauthorized", 401, "The request you have made requires authentication."));
    }
    if (call.path().startsWith("/network/")) {
      return network.answer(call, call.path().replaceFirst("^/network", ""));
    }
    String path = call.path().replaceFirst("^/v2.1/[^/]+", "");
    return switch (path) {
      case "/servers/detail" -> list(call);
      case "/servers" -> create(call);
      case "/images/detail" ->
          json(
              200,
              "{\"images\": ["
                  + image(NOBLE, "Ubuntu 24.04 LTS (noble)")
                  + ", "
                  + image("11111111-aaaa-4bbb-8ccc-000000000002", "Debian 12")
                  + "]}");
      case "/flavors/detail" ->
          json(
              200,
              "{\"flavors\": ["
                  + flavor("1", "m1.tiny", 512, 1)
                  + ","
                  + flavor("2", "m1.small", 2048, 20)
                  + ","
                  + flavor("too-large", "m1.too-large", 524_288, 20)
                  + "]}");
      default -> path.endsWith("/metadata") ? label(call, path) : one(call.method(), path);
    };
  }

  private static String error(String kind, int code, String message) {
    return "{\"%s\": {\"code\": %s, \"message\": \"%s\"}}".formatted(kind, code, message);
  }

  private ResponseDefinitionBuilder list(Call call) {
    List<Server> all = new ArrayList<>(servers.values());
    int from = all.stream().map(Server::id).toList().indexOf(call.get("marker")) + 1;
    List<Server> page = all.subList(from, Math.min(all.size(), from + PAGE));
    String members = page.stream().map(this::text).collect(Collectors.joining(","));
    String next =
        from + PAGE < all.size()
            ? ", \"servers_links\": [{\"rel\": \"next\", \"href\": \"%s/v2.1/p1/servers/detail?marker=%s\"}]"
                .formatted(url(), page.getLast().id())
            : "";
    return json(200, "{\"servers\": [" + members + "]" + next + "}");
  }

  private ResponseDefinitionBuilder create(Call call) {
    JsonValue wanted = call.json().at("server").orElseThrow();
    if (wanted.required("flavorRef").equals("too-large")) {
      return json(
          403,
          error(
              "forbidden",
              403,
              "Quota exceeded for cores: Requested 64, but already used 0 of 20 cores"));
    }
    String id = UUID.randomUUID().toString();
    servers.put(
        id,
        new Server(
            id,
            wanted.required("name"),
            wanted.required("imageRef"),
            wanted.required("flavorRef"),
            wanted.object("metadata").value().toString(),
            wanted.text("user_data").orElse(""),
            looksUntilRunning,
            false));
    return json(
        202, "{\"server\": {\"id\": \"%s\", \"links\": [], \"adminPass\": \"zX9\"}}".formatted(id));
  }

  /// https://docs.openstack.org/api-ref/compute/#create-or-update-metadata-items: POST, 200; each
  /// item is created or replaced, the others stay.
  private ResponseDefinitionBuilder label(Call call, String path) {
    String id = path.split("/", -1)[2];
    Server server = servers.get(id);
    if (server == null) {
      return json(404, error("itemNotFound", 404, "Instance " + id + " could not be found."));
    }
    if (!call.method().equals("POST")) {
      return json(405, error("badMethod", 405, "The method is not allowed for this resource."));
    }
    JsonObject metadata = JsonParser.parseString(server.metadata()).getAsJsonObject();
    JsonValue sent = call.json().object("metadata");
    sent.keys().forEach(key -> metadata.addProperty(key, sent.required(key)));
    servers.put(id, server.labelled(metadata.toString()));
    return json(200, "{\"metadata\": " + metadata + "}");
  }

  private ResponseDefinitionBuilder one(String method, String path) {
    if (path.endsWith("/action")) { // 404 for a server that is gone: Nova's servers-actions API
      String server = path.split("/", -1)[2];
      return servers.containsKey(server)
          ? json(200, "{\"output\": \"login:\"}")
          : json(404, error("itemNotFound", 404, "Instance " + server + " could not be found."));
    }
    String id = path.substring(path.lastIndexOf('/') + 1);
    if (path.startsWith("/images/") && id.equals(NOBLE)) {
      return json(200, "{\"image\": " + image(NOBLE, "Ubuntu 24.04 LTS (noble)") + "}");
    }
    Server server = servers.get(id);
    if (!path.startsWith("/servers/") || server == null) {
      return json(404, error("itemNotFound", 404, "Instance " + id + " could not be found."));
    }
    if (method.equals("DELETE")) {
      servers.put(id, server.doomed());
      return nothing(204);
    }
    if (server.isDoomed()) {
      servers.remove(id); // it goes when it was looked at once more
    } else {
      servers.put(id, server.looked());
    }
    return json(200, "{\"server\": " + text(server) + "}");
  }

  private String text(Server server) {
    boolean runs = server.looksLeft() == 0;
    String address =
        runs ? "{\"version\": 4, \"addr\": \"%s\"}".formatted(addresses.apply(server.id())) : "";
    String floating =
        network
            .of(server.id())
            .map(
                one ->
                    ", {\"version\": 4, \"addr\": \"%s\", \"OS-EXT-IPS:type\": \"floating\"}"
                        .formatted(one))
            .orElse("");
    return """
    {"id": "%s", "name": "%s", "status": "%s", "tenant_id": "p1", "user_id": "u1", "updated": "2026-01-01T00:00:00Z",
     "created": "2026-01-01T00:00:00Z", "hostId": "h", "accessIPv4": "", "accessIPv6": "", "config_drive": "",
     "image": {"id": "%s", "links": []}, "flavor": {"id": "%s", "links": []}, "links": [{"rel": "self", "href": "%s/v2.1/p1/servers/%s"}],
     "addresses": {"net": [%s]}, "metadata": %s}
    """
        .formatted(
            server.id(),
            server.name(),
            runs ? "ACTIVE" : "BUILD",
            server.image(),
            server.flavor(),
            url(),
            server.id(),
            address + floating,
            server.metadata());
  }

  private static String image(String id, String name) {
    return "{\"id\": \"%s\", \"name\": \"%s\", \"status\": \"ACTIVE\", \"progress\": 100, \"minDisk\": 0, \"minRam\": 0, \"created\": \"2026-01-01T00:00:00Z\", \"updated\": \"2026-01-01T00:00:00Z\", \"links\": [], \"metadata\": {}}"
        .formatted(id, name);
  }

  private static String flavor(String id, String name, int ram, int disk) {
    return "{\"id\": \"%s\", \"name\": \"%s\", \"ram\": %s, \"disk\": %s, \"vcpus\": 1, \"links\": []}"
        .formatted(id, name, ram, disk);
  }

  private record Server(
      String id,
      String name,
      String image,
      String flavor,
      String metadata,
      String userData,
      int looksLeft,
      boolean isDoomed) {
    Server looked() {
      return new Server(
          id, name, image, flavor, metadata, userData, Math.max(0, looksLeft - 1), isDoomed);
    }

    Server labelled(String now) {
      return new Server(id, name, image, flavor, now, userData, looksLeft, isDoomed);
    }

    Server doomed() {
      return new Server(id, name, image, flavor, metadata, userData, looksLeft, true);
    }
  }
}
