package dev.provision.adapter.jclouds.digitalocean;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.provision.adapter.jclouds.FakeCloud;
import dev.provision.adapter.jclouds.answer.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// DigitalOcean's API as its reference describes it; lists of droplets have two a page.
public final class FakeDigitalOcean extends FakeCloud {
  private static final int PAGE = 2;
  private final Set<String> tags = new HashSet<>();
  private final Map<String, Droplet> droplets = new LinkedHashMap<>();

  /// Names of droplets, in order.
  public synchronized List<String> names() {
    return droplets.values().stream().map(Droplet::name).toList();
  }

  @Override
  public ResponseDefinitionBuilder answer(Call call) {
    if (refusesAccount || !call.token().equals("Bearer secret")) {
      return json(401, "{\"id\": \"Unauthorized\", \"message\": \"Unable to authenticate you\"}");
    }
    String key = call.method() + " " + call.path();
    return switch (key) {
      case "GET /v2/droplets" -> list(call);
      case "POST /v2/droplets" -> create(call.json());
      case "GET /v2/regions" ->
          json(
              200,
              "{\"regions\": [{\"slug\": \"ams3\", \"name\": \"Amsterdam 3\"}, {\"slug\": \"nyc3\","
                  + " \"name\": \"New York 3\"}], \"links\": {}, \"meta\": {\"total\": 2}}");
      case "GET /v2/sizes" ->
          json(
              200,
              "{\"sizes\": [{\"slug\": \"s-1vcpu-512mb-10gb\", \"memory\": 512, \"vcpus\": 1,"
                  + " \"disk\": 10}, {\"slug\": \"s-1vcpu-1gb\", \"memory\": 1024, \"vcpus\": 1,"
                  + " \"disk\": 25}], \"links\": {}}");
      case "GET /v2/images" ->
          json(
              200,
              call.get("private").equals("true")
                  ? "{\"images\": [], \"links\": {}}"
                  : "{\"images\": [{\"id\": 7555620, \"name\": \"24.04 (LTS) x64\","
                      + " \"distribution\": \"Ubuntu\", \"slug\": \"ubuntu-24-04-x64\","
                      + " \"public\": true}], \"links\": {}}");
      case "GET /v2/account/keys" ->
          json(
              200,
              "{\"ssh_keys\": [{\"id\": 512189, \"name\": \"laptop\", \"fingerprint\": \"3b\"}],"
                  + " \"links\": {}}");
      case "POST /v2/tags" -> tag(call.json().required("name"));
      default ->
          call.path().endsWith("/resources")
              ? label(call, call.path().split("/", -1)[3])
              : one(call.method(), call.path().substring(call.path().lastIndexOf('/') + 1));
    };
  }

  private ResponseDefinitionBuilder list(Call call) {
    String tag = call.get("tag_name");
    List<Droplet> matching =
        droplets.values().stream().filter(d -> tag.isEmpty() || d.tags().contains(tag)).toList();
    int page = Integer.parseInt(call.query().getOrDefault("page", "1"));
    int from = (page - 1) * PAGE;
    String members =
        matching.subList(from, Math.min(matching.size(), from + PAGE)).stream()
            .map(this::text)
            .collect(Collectors.joining(","));
    String next =
        from + PAGE < matching.size()
            ? "{\"pages\": {\"next\": \"%s/v2/droplets?page=%s\"}}".formatted(url(), page + 1)
            : "{}";
    return json(
        200,
        "{\"droplets\": [%s], \"links\": %s, \"meta\": {\"total\": %s}}"
            .formatted(members, next, matching.size()));
  }

  private ResponseDefinitionBuilder create(JsonValue wanted) {
    if (wanted.required("size").startsWith("m-64vcpu")) {
      return json(
          422,
          "{\"id\": \"unprocessable_entity\", \"message\": \"creating this/these droplet(s) will"
              + " exceed your droplet limit\"}");
    }
    if (!wanted.required("image").equals("ubuntu-24-04-x64")) {
      return json(
          422,
          "{\"id\": \"unprocessable_entity\", \"message\": \"You specified an invalid image for"
              + " Droplet creation.\"}");
    }
    String id = String.valueOf(3_164_400 + droplets.size());
    List<String> tags = wanted.all("tags").stream().flatMap(tag -> tag.asText().stream()).toList();
    this.tags.addAll(tags);
    Droplet made = new Droplet(id, wanted.required("name"), tags, looksUntilRunning, false);
    droplets.put(id, made);
    return json(202, "{\"droplet\": " + text(made.asNew()) + ", \"links\": {}}");
  }

  /// Nothing is documented about a tag that exists; so it is an error here.
  private ResponseDefinitionBuilder tag(String name) {
    return tags.add(name)
        ? json(201, "{\"tag\": {\"name\": \"" + name + "\"}}")
        : json(422, "{\"id\": \"unprocessable_entity\", \"message\": \"Name is taken\"}");
  }

  /// https://docs.digitalocean.com/reference/api/digitalocean/#tag/Tags: `POST` tags resources with
  /// a tag that exists, `DELETE` untags them; both list the resources in the body, and answer 204.
  private ResponseDefinitionBuilder label(Call call, String tag) {
    JsonValue resource = call.json().all("resources").getFirst();
    Droplet droplet = droplets.get(resource.required("resource_id"));
    if (droplet == null
        || !tags.contains(tag)
        || !resource.required("resource_type").equals("droplet")) {
      return json(404, "{\"id\": \"not_found\", \"message\": \"The resource was not found.\"}");
    }
    List<String> now = new ArrayList<>(droplet.tags());
    now.remove(tag);
    if (call.method().equals("POST")) {
      now.add(tag);
    }
    droplets.put(
        droplet.id(),
        new Droplet(droplet.id(), droplet.name(), now, droplet.looksLeft(), droplet.isDoomed()));
    return nothing(204);
  }

  private ResponseDefinitionBuilder one(String method, String id) {
    if (tags.contains(id)) {
      return json(200, "{\"tag\": {\"name\": \"" + id + "\"}}");
    }
    Droplet droplet = droplets.get(id);
    if (droplet == null) {
      return json(
          404,
          "{\"id\": \"not_found\", \"message\": \"The resource you were accessing could not be"
              + " found.\"}");
    }
    if (method.equals("DELETE")) {
      droplets.put(id, droplet.doomed());
      return nothing(204);
    }
    if (droplet.isDoomed()) {
      droplets.remove(id);
    } else {
      droplets.put(id, droplet.looked());
    }
    return json(200, "{\"droplet\": " + text(droplet) + "}");
  }

  private String text(Droplet droplet) {
    boolean runs = droplet.looksLeft() == 0;
    String networks =
        runs
            ? "{\"ip_address\": \"10.128.192.124\", \"netmask\": \"255.255.0.0\", \"gateway\": \"nil\", \"type\": \"private\"}, {\"ip_address\": \"%s\", \"netmask\": \"255.255.240.0\", \"gateway\": \"192.0.2.1\", \"type\": \"public\"}"
                .formatted(addresses.apply(droplet.id()))
            : "";
    return """
    {"id": %s, "name": "%s", "memory": 1024, "vcpus": 1, "disk": 25, "locked": false, "status": "%s", "created_at": "2026-01-01T00:00:00Z",
     "image": {"id": 7555620, "name": "24.04 (LTS) x64", "distribution": "Ubuntu", "slug": "ubuntu-24-04-x64"},
     "size_slug": "s-1vcpu-1gb", "networks": {"v4": [%s], "v6": []}, "region": {"slug": "nyc3", "name": "New York 3"}, "tags": %s}
    """
        .formatted(
            droplet.id(),
            droplet.name(),
            runs ? "active" : "new",
            networks,
            droplet.tags().stream().collect(Collectors.joining("\", \"", "[\"", "\"]")));
  }

  private record Droplet(
      String id, String name, List<String> tags, int looksLeft, boolean isDoomed) {
    Droplet asNew() {
      return new Droplet(id, name, tags, Math.max(1, looksLeft), isDoomed);
    }

    Droplet looked() {
      return new Droplet(id, name, tags, Math.max(0, looksLeft - 1), isDoomed);
    }

    Droplet doomed() {
      return new Droplet(id, name, tags, looksLeft, true);
    }
  }
}
