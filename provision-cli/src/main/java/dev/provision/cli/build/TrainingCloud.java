package dev.provision.cli.build;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// An OpenStack with one node, as far as `list-nodes` asks, so that what its adapter needs is in
/// the start-up cache.
final class TrainingCloud implements AutoCloseable {
  private final HttpServer server;
  private final Path directory;

  private TrainingCloud(HttpServer server, Path directory) {
    this.server = server;
    this.directory = directory;
  }

  /// @param directory where its configuration goes
  static TrainingCloud start(Path directory) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TrainingCloud cloud = new TrainingCloud(server, directory);
    server.createContext("/", cloud::answer);
    server.start();
    Files.writeString(
        directory.resolve("provision.yaml"),
        """
        provider: training
        userid: training
        secret-key: training
        providers:
          training: {type: openstack-nova, endpoint: "%s/v3", project: training}
        """
            .formatted(cloud.url()));
    return cloud;
  }

  /// A configuration that has this cloud as its provider.
  Path configuration() {
    return directory;
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      boolean login = exchange.getRequestURI().getPath().endsWith("/auth/tokens");
      byte[] body = (login ? login() : SERVERS).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("X-Subject-Token", "training");
      exchange.sendResponseHeaders(login ? 201 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String login() {
    return """
    {"token": {"methods": ["password"], "expires_at": "2099-01-01T00:00:00.000000Z",
     "issued_at": "2026-01-01T00:00:00.000000Z",
     "user": {"id": "u", "name": "training", "domain": {"id": "default", "name": "Default"}},
     "catalog": [{"type": "compute", "id": "c", "name": "nova", "endpoints": [
       {"id": "e", "interface": "public", "region": "RegionOne", "region_id": "RegionOne", "url": "%s/v2.1/p"}]}]}}
    """
        .formatted(url());
  }

  private static final String SERVERS =
      """
      {"servers": [{"id": "00000000-0000-4000-8000-000000000001", "name": "deploy-test-a", "status": "ACTIVE",
       "tenant_id": "p", "user_id": "u", "created": "2026-01-01T00:00:00Z", "updated": "2026-01-01T00:00:00Z",
       "hostId": "h", "accessIPv4": "", "accessIPv6": "", "config_drive": "", "key_name": null,
       "image": {"id": "i", "links": []}, "flavor": {"id": "f", "links": []}, "links": [],
       "addresses": {"net": [{"version": 4, "addr": "192.0.2.7"}]}, "metadata": {}}]}
      """;

  @Override
  public void close() {
    server.stop(0);
  }
}
