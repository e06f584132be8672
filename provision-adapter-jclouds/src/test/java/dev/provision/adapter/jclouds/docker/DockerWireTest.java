package dev.provision.adapter.jclouds.docker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.adapter.jclouds.TestedProvider;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ways to an engine: its Unix socket, and TLS with certificates on both sides.
final class DockerWireTest {
  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir Path directory;

  private static CloudPort port(
      String endpoint, Map<String, String> more, Optional<Path> certificate, Optional<Path> key) {
    Map<String, String> options = new java.util.HashMap<>(more);
    options.put("endpoint", endpoint);
    return FakeFixture.opening(_ -> {})
        .open(
            TestedProvider.DOCKER,
            new CloudAccount(
                "docker",
                certificate.map(Path::toString),
                key.map(file -> Secret.of(file.toString())),
                options,
                Path.of("/nowhere")));
  }

  private CloudPort overSocket() {
    return port(
        "unix://" + directory.resolve("d.sock"), Map.of(), Optional.empty(), Optional.empty());
  }

  private static CloudFailure failure(CloudPort port) {
    return catchThrowableOfType(CloudException.class, port::nodes).failure();
  }

  /// A socket at which each connection is answered so, given its request.
  private ServerSocketChannel socket(Function<byte[], byte[]> answer) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(directory.resolve("d.sock")));
    Thread _ = Thread.ofVirtual().start(() -> serve(server, answer));
    return server;
  }

  private static void serve(ServerSocketChannel server, Function<byte[], byte[]> answer) {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        InputStream in = Channels.newInputStream(client);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        while (!isWhole(request.toString(US_ASCII))) {
          request.write(in.read());
        }
        ByteBuffer bytes = ByteBuffer.wrap(answer.apply(request.toByteArray()));
        while (bytes.hasRemaining()) {
          int _ = client.write(bytes);
        }
      } catch (IOException _) {
        // the server is closed, or the client has gone
      }
    }
  }

  private static boolean isWhole(String text) {
    int end = text.indexOf("\r\n\r\n");
    int at = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length:");
    int length =
        at < 0 || at > end
            ? 0
            : Integer.parseInt(text.substring(at + 15, text.indexOf('\r', at)).strip());
    return end >= 0 && text.length() >= end + 4 + length;
  }

  /// Hands a request on to a server of the network.
  private static byte[] relay(String url, byte[] request) {
    URI to = URI.create(url);
    try (Socket server = new Socket(to.getHost(), to.getPort())) {
      server.getOutputStream().write(request);
      return server.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void everything_goes_through_a_unix_socket() throws IOException {
    try (FakeDocker fake = new FakeDocker();
        ServerSocketChannel _ = socket(request -> relay(fake.url(), request));
        CloudPort port = overSocket()) {
      FakeFixture network = FakeFixture.docker(fake, Map.of());
      Node made = port.create(network.request("web1", "token-1"));

      assertThat(port.await(made.id(), java.time.Duration.ofSeconds(30)).endpoint().host())
          .isEqualTo("127.0.0.1");
      port.destroy(made.id());
      assertThat(port.nodes()).isEmpty();
    }
  }

  @Test
  void what_a_socket_does_not_answer_to_the_end_is_no_answer() throws IOException {
    byte[] cut = "HTTP/1.0 200 OK\r\nContent-Length: 20\r\n\r\n[]".getBytes(US_ASCII);
    try (ServerSocketChannel _ = socket(_ -> cut);
        CloudPort port = overSocket()) {
      assertThat(failure(port))
          .isInstanceOfSatisfying(
              CloudFailure.Unavailable.class,
              f -> assertThat(f.reason()).contains("d.sock", "during the answer"));
    }
  }

  @Test
  void a_socket_that_is_not_there_is_named_with_what_to_do() {
    try (CloudPort port = overSocket()) {
      assertThat(failure(port))
          .isInstanceOfSatisfying(
              CloudFailure.Unreachable.class,
              f -> assertThat(f.reason()).contains("d.sock", "DOCKER_HOST"));
    }
  }

  @Test
  void both_sides_show_certificates() throws Exception {
    KeyStore engine = pair("engine");
    KeyStore client = pair("client");
    HttpsServer server = server(engine, client);
    String place = "https://127.0.0.1:" + server.getAddress().getPort();
    Map<String, String> authority = Map.of("ca-file", certificate("ca", engine).toString());
    Optional<Path> certificate = Optional.of(certificate("client", client));
    Optional<Path> key = Optional.of(key("client", client));
    try (CloudPort port = port(place, authority, certificate, key);
        CloudPort stranger = port(place, authority, Optional.empty(), Optional.empty());
        CloudPort careful = port(place, Map.of(), certificate, key);
        CloudPort careless =
            port(place, Map.of("jclouds.trust-all-certs", "true"), certificate, key)) {
      assertThat(port.nodes()).isEmpty();
      assertThat(failure(stranger))
          .isInstanceOfSatisfying(
              CloudFailure.Unreachable.class,
              f -> assertThat(f.reason()).contains("rejected the client certificate", "userid"));
      // Its authority is unknown.
      assertThat(failure(careful).reason())
          .contains("not signed by an authority that Java trusts", "ca-file");
      assertThat(failure(careless).reason())
          .contains("not signed by an authority that Java trusts");
    } finally {
      server.stop(0);
    }
  }

  private static HttpsServer server(KeyStore own, KeyStore client) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("client", client.getCertificate("client"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = context.getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    server.createContext(
        "/containers/json",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("[]".getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    return server;
  }

  /// A key and a certificate of its own, made by the JDK's keytool.
  private KeyStore pair(String name) throws Exception {
    Path file = directory.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                "password")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private Path certificate(String name, KeyStore store) throws Exception {
    byte[] encoded = store.getCertificate(store.aliases().nextElement()).getEncoded();
    return pem(name + ".crt", "CERTIFICATE", encoded);
  }

  private Path key(String name, KeyStore store) throws Exception {
    byte[] encoded = store.getKey(store.aliases().nextElement(), PASSWORD).getEncoded();
    return pem(name + ".key", "PRIVATE KEY", encoded);
  }

  private Path pem(String file, String type, byte[] encoded) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return Files.writeString(
        directory.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type));
  }
}
