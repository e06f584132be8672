package dev.provision.adapter.jclouds.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.provision.adapter.jclouds.EveryCloud;
import dev.provision.adapter.jclouds.RawServer;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// APIs whose certificates are not what they should be.
final class CertificatesTest {
  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir Path directory;

  private final SSLSocketFactory usual = HttpsURLConnection.getDefaultSSLSocketFactory();

  @AfterEach
  void restore() {
    HttpsURLConnection.setDefaultSSLSocketFactory(usual);
  }

  @Test
  void one_that_nobody_signed_is_said_to_be() throws Exception {
    assertThat(refusal(store("self", "san=ip:127.0.0.1"), false))
        .contains(
            "certificate of https://127.0.0.1",
            "not signed by an authority that Java trusts",
            "keytool");
  }

  @Test
  void one_that_has_expired_is_said_to_have() throws Exception {
    assertThat(
            refusal(store("old", "san=ip:127.0.0.1", "-startdate", "-10d", "-validity", "1"), true))
        .contains("it has expired", "clock");
  }

  @Test
  void one_of_another_host_is_said_to_be() throws Exception {
    assertThat(refusal(store("other", "san=dns:elsewhere.example"), true))
        .contains("it belongs to another host", "host name in the endpoint");
  }

  @Test
  void no_redirect_leads_from_https_to_http() throws Exception {
    KeyStore own = store("own", "san=ip:127.0.0.1");
    trust(own);
    try (RawServer elsewhere = RawServer.elsewhere()) {
      HttpsServer server = server(own);
      server.createContext(
          "/",
          exchange -> {
            exchange.getResponseHeaders().add("Location", elsewhere.url());
            exchange.sendResponseHeaders(301, -1);
            exchange.close();
          });
      try (CloudPort port = EveryCloud.port("digitalocean", url(server))) {
        CloudException e = catchThrowableOfType(CloudException.class, port::nodes);

        assertThat(e).hasMessageContaining("redirect (HTTP status 301) to " + elsewhere.url());
        assertThat(elsewhere.requests()).isEmpty();
      } finally {
        server.stop(0);
      }
    }
  }

  private static String refusal(KeyStore own, boolean isTrusted) throws Exception {
    if (isTrusted) {
      trust(own);
    }
    HttpsServer server = server(own);
    try (CloudPort port = EveryCloud.port("digitalocean", url(server))) {
      CloudException e = catchThrowableOfType(CloudException.class, port::nodes);

      assertThat(e.failure()).isInstanceOf(CloudFailure.Unreachable.class);
      return e.failure().reason();
    } finally {
      server.stop(0);
    }
  }

  private static String url(HttpsServer server) {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Only the authority: Java asks no date of a certificate that is trusted itself, as one of a key
  /// entry would be.
  private static void trust(KeyStore store) throws Exception {
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, PASSWORD);
    authorities.setCertificateEntry("trusted", store.getCertificate("trusted"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(authorities);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
  }

  private static HttpsServer server(KeyStore own) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.start();
    return server;
  }

  /// A key and its certificate, signed by an authority in the same store, made by the JDK's
  /// keytool.
  private KeyStore store(String name, String extension, String... more) throws Exception {
    Path file = directory.resolve(name + ".p12");
    keytool(file, "authority", "bc:c");
    List<String> signed = new ArrayList<>(List.of("-signer", "authority"));
    signed.addAll(List.of(more));
    keytool(file, name, extension, signed.toArray(String[]::new));
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    store.setCertificateEntry("trusted", store.getCertificate("authority"));
    store.deleteEntry("authority");
    return store;
  }

  private static void keytool(Path file, String alias, String extension, String... more)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(
        List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=" + alias));
    command.addAll(List.of("-ext", extension, "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", "password"));
    command.addAll(List.of(more));
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
  }
}
