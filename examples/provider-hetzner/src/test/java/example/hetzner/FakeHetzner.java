package example.hetzner;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The API as its documentation describes it, over HTTP, with servers that exist in memory only.
final class FakeHetzner implements AutoCloseable, ResponseTransformerV2 {
  static final String TOKEN = "a-token";
  private static final int PAGE = 2;

  private final JsonMapper json = new JsonMapper();
  private final Map<Long, Map<String, Object>> servers = new LinkedHashMap<>();
  private final List<Map<String, Object>> keys = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private final WireMockServer http;
  private long lastId = 100;
  private int looksUntilRunning;
  private boolean refusing;
  private boolean hidingKeys;
  private Optional<Answer> before = Optional.empty();
  private Optional<Answer> afterCreating = Optional.empty();

  /// An answer that is given once in place of the right one.
  record Answer(int status, String body, Map<String, String> headers) {}

  FakeHetzner() {
    http =
        new WireMockServer(
            WireMockConfiguration.options()
                .dynamicPort()
                .bindAddress("127.0.0.1")
                .extensions(this));
    http.start();
    http.stubFor(any(anyUrl()).willReturn(aResponse()));
  }

  URI endpoint() {
    return URI.create(http.baseUrl() + "/v1");
  }

  /// The calls so far, as `METHOD /path`.
  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /// What the one server was made with.
  synchronized Map<String, Object> server() {
    return Map.copyOf(servers.values().iterator().next());
  }

  synchronized int count() {
    return servers.size();
  }

  /// Each new server is looked at so often before it runs.
  synchronized void startSlowly(int looks) {
    looksUntilRunning = looks;
  }

  synchronized void refuseTokens() {
    refusing = true;
  }

  /// The next list of keys was made before those that are there came.
  synchronized void hideKeysOnce() {
    hidingKeys = true;
  }

  synchronized void answerOnce(int status, String body, Map<String, String> headers) {
    before = Optional.of(new Answer(status, body, headers));
  }

  synchronized void answerOnceAfterCreating(int status) {
    afterCreating = Optional.of(new Answer(status, "", Map.of()));
  }

  @Override
  public String getName() {
    return "hetzner";
  }

  @Override
  public boolean applyGlobally() {
    return true;
  }

  @Override
  public synchronized Response transform(Response response, ServeEvent event) {
    Request request = event.getRequest();
    String path = URI.create(request.getUrl()).getPath().replaceFirst("^/v1", "");
    calls.add(request.getMethod().value() + " " + path);
    Answer answer = before.orElseGet(() -> answer(request, path));
    before = Optional.empty();
    return Response.Builder.like(response)
        .but()
        .status(answer.status())
        .body(answer.body())
        .headers(
            new HttpHeaders(
                answer.headers().entrySet().stream()
                    .map(header -> new HttpHeader(header.getKey(), header.getValue()))
                    .toList()))
        .build();
  }

  private Answer answer(Request request, String path) {
    if (refusing || !("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
      return error(401, "unauthorized", "unable to authenticate");
    }
    return switch (request.getMethod().value() + " " + path.replaceFirst("/\\d+$", "/ID")) {
      case "GET /locations" ->
          page(
              request,
              "locations",
              List.of(named("fsn1", "Falkenstein"), named("hel1", "Helsinki")));
      case "GET /server_types" ->
          page(
              request,
              "server_types",
              List.of(type("cx23", 2, 4, 40), type("cx33", 4, 8, 80), type("cx43", 8, 16, 160)));
      case "GET /images" ->
          page(
              request,
              "images",
              List.of(
                  named("ubuntu-24.04", "Ubuntu 24.04"), // for one kind of processor
                  named("debian-12", "Debian 12"),
                  named("ubuntu-24.04", "Ubuntu 24.04"))); // and for the other
      case "GET /servers" -> page(request, "servers", matching(request));
      case "GET /servers/ID" -> one(path);
      case "POST /servers" -> create(json.readTree(request.getBodyAsString()));
      case "PUT /servers/ID" -> update(path, json.readTree(request.getBodyAsString()));
      case "DELETE /servers/ID" -> delete(path);
      case "GET /ssh_keys" -> keys(request);
      case "POST /ssh_keys" -> key(json.readTree(request.getBodyAsString()));
      default -> error(404, "not_found", "no such path");
    };
  }

  private static Map<String, Object> named(String name, String description) {
    return Map.of("id", 1, "name", name, "description", description);
  }

  private static Map<String, Object> type(String name, int cores, int memory, int disk) {
    return Map.of(
        "id",
        1,
        "name",
        name,
        "description",
        name.toUpperCase(java.util.Locale.ROOT),
        "cores",
        cores,
        "memory",
        memory,
        "disk",
        disk);
  }

  private Answer page(Request request, String key, List<Map<String, Object>> all) {
    int page = Integer.parseInt(request.queryParameter("page").firstValue());
    int from = Math.min(all.size(), (page - 1) * PAGE);
    int to = Math.min(all.size(), page * PAGE);
    Map<String, Object> pagination = new LinkedHashMap<>();
    pagination.put("page", page);
    pagination.put("next_page", to < all.size() ? page + 1 : null);
    return success(
        200, Map.of(key, all.subList(from, to), "meta", Map.of("pagination", pagination)));
  }

  private Answer success(int status, Map<String, Object> body) {
    return new Answer(status, json.writeValueAsString(body), Map.of());
  }

  private Answer error(int status, String code, String message) {
    return success(status, Map.of("error", Map.of("code", code, "message", message)));
  }

  private List<Map<String, Object>> matching(Request request) {
    if (!request.queryParameter("label_selector").isPresent()) {
      return List.copyOf(servers.values());
    }
    String[] label = request.queryParameter("label_selector").firstValue().split("==");
    return servers.values().stream()
        .filter(server -> Map.of(label[0], label[1]).equals(server.get("labels")))
        .toList();
  }

  private static long id(String path) {
    return Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
  }

  private Answer one(String path) {
    Map<String, Object> server = servers.get(id(path));
    if (server == null) {
      return error(404, "not_found", "server not found");
    }
    if (looksUntilRunning-- <= 0) {
      server.put("status", "running");
      server.put(
          "public_net",
          Map.of(
              "ipv4", Map.of("ip", "192.0.2." + id(path)), "ipv6", Map.of("ip", "2001:db8::/64")));
    }
    return success(200, Map.of("server", server));
  }

  private Answer create(JsonNode body) {
    String name = body.path("name").asString("");
    if (servers.values().stream().anyMatch(server -> server.get("name").equals(name))) {
      return error(409, "uniqueness_error", "server name is already used");
    }
    if (!body.path("server_type").asString("").startsWith("cx")) {
      return error(422, "invalid_input", "invalid input in field 'server_type'");
    }
    long id = ++lastId;
    Map<String, Object> server = new LinkedHashMap<>();
    server.put("id", id);
    server.put("name", name);
    server.put("status", "initializing");
    server.put("created", "2026-11-02T10:00:00+00:00");
    server.put("labels", json.convertValue(body.path("labels"), Map.class));
    server.put("image", named(body.path("image").asString(""), "an image"));
    server.put("server_type", type(body.path("server_type").asString(""), 2, 4, 40));
    server.put("location", named(body.path("location").asString(""), "a place"));
    server.put("user_data", body.path("user_data").asString(""));
    server.put("ssh_keys", body.path("ssh_keys").toString());
    servers.put(id, server);
    Map<String, Object> created = new LinkedHashMap<>();
    created.put("server", server);
    created.put("root_password", body.path("ssh_keys").isEmpty() ? "made up" : null);
    Answer answer = afterCreating.orElseGet(() -> success(201, created));
    afterCreating = Optional.empty();
    return answer;
  }

  /// https://docs.hetzner.cloud/reference/cloud#servers-update-a-server: "labels" replaces all.
  private Answer update(String path, JsonNode body) {
    Map<String, Object> server = servers.get(id(path));
    if (server == null) {
      return error(404, "not_found", "server not found");
    }
    server.put("labels", json.convertValue(body.path("labels"), Map.class));
    return success(200, Map.of("server", server));
  }

  private Answer delete(String path) {
    return servers.remove(id(path)) == null
        ? error(404, "not_found", "server not found")
        : success(200, Map.of());
  }

  private Answer keys(Request request) {
    List<Map<String, Object>> shown = hidingKeys ? List.of() : List.copyOf(keys);
    hidingKeys = false;
    return page(request, "ssh_keys", shown);
  }

  private Answer key(JsonNode body) {
    Map<String, Object> key =
        Map.of("id", ++lastId, "public_key", body.path("public_key").asString(""));
    if (keys.stream().anyMatch(known -> known.get("public_key").equals(key.get("public_key")))) {
      return error(409, "uniqueness_error", "SSH key not unique");
    }
    keys.add(key);
    return success(201, Map.of("ssh_key", key));
  }

  @Override
  public void close() {
    http.stop();
  }
}
