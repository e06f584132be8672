package dev.provision.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// DigitalOcean's API with room for one droplet, which is a real OpenSSH server and boots when it
/// is asked for.
final class BootingDroplet implements AutoCloseable {
  private static final Pattern USER_DATA =
      Pattern.compile("\"user_data\": ?\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern NAME = Pattern.compile("\"name\": ?\"([^\"]*)\"");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-f]{4})|(.))");

  private final Path directory;
  private final int port;
  private final HttpServer server;
  private final CountDownLatch asked = new CountDownLatch(1);
  private String name = "";
  private Optional<RealSshd> node = Optional.empty();

  /// @param directory the node's; a key `user` in it may log in
  /// @param port where the node will listen
  BootingDroplet(Path directory, int port) throws IOException {
    this.directory = directory;
    this.port = port;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v2/droplets", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v2";
  }

  /// Is counted down when the droplet is asked for.
  CountDownLatch asked() {
    return asked;
  }

  synchronized RealSshd node() {
    return node.orElseThrow();
  }

  /// Starts the node's server anew, with the key that it has by now.
  synchronized void reboot() throws IOException, InterruptedException {
    node().close();
    node = Optional.of(RealSshd.talkative(directory, port));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean create = exchange.getRequestMethod().equals("POST");
    if (create) {
      asked.countDown();
      boot(body);
    }
    boolean list = !create && exchange.getRequestURI().getPath().endsWith("/droplets");
    String text =
        list
            ? "{\"droplets\": [" + droplet() + "], \"links\": {}}"
            : "{\"droplet\": " + droplet() + "}";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(create ? 202 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      asked.countDown(); // who has asked is gone; the node is there all the same
    }
  }

  private synchronized void boot(String body) {
    Matcher wanted = NAME.matcher(body);
    Matcher userData = USER_DATA.matcher(body);
    if (node.isPresent() || !wanted.find() || !userData.find()) {
      throw new IllegalStateException("not a request for the one droplet: " + body);
    }
    name = wanted.group(1);
    try {
      node = Optional.of(RealSshd.booted(directory, port, unescaped(userData.group(1))));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String unescaped(String json) {
    return ESCAPE.matcher(json).replaceAll(escape -> Matcher.quoteReplacement(character(escape)));
  }

  private static String character(MatchResult escape) {
    return escape.group(1) != null
        ? Character.toString(Integer.parseInt(escape.group(1), 16))
        : escape.group(2).equals("n") ? "\n" : escape.group(2);
  }

  private synchronized String droplet() {
    return node.isEmpty()
        ? ""
        : """
        {"id": 4711, "name": "%s", "memory": 1024, "vcpus": 1, "disk": 25, "locked": false, "status": "active", "created_at": "2026-01-01T00:00:00Z",
         "image": {"id": 7555620, "name": "24.04 (LTS) x64", "distribution": "Ubuntu", "slug": "ubuntu-24-04-x64"},
         "size_slug": "s-1vcpu-1gb", "networks": {"v4": [{"ip_address": "127.0.0.1", "type": "public"}], "v6": []},
         "region": {"slug": "nyc3", "name": "New York 3"}}
        """
            .formatted(name);
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    synchronized (this) {
      if (node.isPresent()) {
        node.get().close();
      }
    }
  }
}
