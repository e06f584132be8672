package dev.provision.adapter.jclouds.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.adapter.jclouds.EveryCloud;
import dev.provision.adapter.jclouds.RawServer;
import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Proxies that variables of the environment name.
final class EnvironmentProxiesTest {
  private static EnvironmentProxies with(String variables) {
    Map<String, String> environment = new HashMap<>();
    for (String one : variables.split(" ", -1)) {
      int equals = one.indexOf('=');
      environment.put(
          one.substring(0, equals), one.substring(equals + 1).replace('_', ' ').replace('~', '_'));
    }
    return new EnvironmentProxies(sources(environment));
  }

  private static CredentialSources sources(Map<String, String> environment) {
    return new CredentialSources(environment, Path.of("/nowhere"), Path.of("/nowhere"));
  }

  private static String chosen(EnvironmentProxies proxies, String url) {
    return proxies
        .of(URI.create(url))
        .map(
            one -> one.type() + " " + one.address().getHostString() + " " + one.address().getPort())
        .orElse("");
  }

  @ParameterizedTest
  @CsvSource({
    "https_proxy=http://p:1, https://a.example/, HTTP p 1",
    "HTTPS_PROXY=http://p:1, https://a.example/, HTTP p 1",
    "https_proxy=http://p:1 HTTPS_PROXY=http://q:2, https://a.example/, HTTP p 1",
    "https_proxy= HTTPS_PROXY=http://q:2, https://a.example/, HTTP q 2",
    "https_proxy=http://p:1, http://a.example/, ''",
    "http_proxy=http://p:1, http://a.example/, HTTP p 1",
    "http_proxy=http://p:1, https://a.example/, ''",
    "HTTP_PROXY=http://p:1, http://a.example/, ''",
    "all_proxy=http://p:1, http://a.example/, HTTP p 1",
    "ALL_PROXY=http://p:1, https://a.example/, HTTP p 1",
    "all_proxy=http://p:1 https_proxy=http://q:2, https://a.example/, HTTP q 2",
    "https_proxy=p:1, https://a.example/, HTTP p 1",
    "https_proxy=p, https://a.example/, HTTP p 1080",
    "https_proxy=HTTP://u:x@p:1/, https://a.example/, HTTP p 1",
    "https_proxy=socks5://p:1, https://a.example/, SOCKS p 1",
    "https_proxy=http://[::2]:1, https://a.example/, HTTP ::2 1",
  })
  void the_one_of_the_scheme_is_chosen(String variables, String url, String proxy) {
    assertThat(chosen(with(variables), url)).isEqualTo(proxy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "example.org | https://example.org/ | true",
        "example.org | https://EXAMPLE.org./ | true",
        "example.org | https://api.example.org/ | true",
        ".example.org | https://api.example.org/ | true",
        ".example.org | https://example.org/ | true",
        "example.org | https://badexample.org/ | false",
        "example.org | https://example.org.evil/ | false",
        "example.org:443 | https://example.org/ | true",
        "example.org:8443 | https://example.org/ | false",
        "example.org:8443 | https://example.org:8443/ | true",
        "a.b,example.org | https://example.org/ | true",
        "a.b_example.org | https://example.org/ | true",
        "a.b,_example.org, | https://example.org/ | true",
        "* | https://example.org/ | true",
        "192.0.2.7 | https://192.0.2.7/ | true",
        "192.0.2.7 | https://192.0.2.77/ | false",
        "192.0.2.7:444 | https://192.0.2.7/ | false",
        "192.0.2.0/24 | https://192.0.2.200/ | true",
        "192.0.2.0/25 | https://192.0.2.200/ | false",
        "0.0.0.0/0 | https://192.0.2.200/ | true",
        "0.0.0.0/0 | https://example.org/ | false",
        "0.0.0.0/0 | https://[2001:db8::1]/ | false",
        "2001:db8::/32 | https://[2001:db8::1]/ | true",
        "[2001:db8::1] | https://[2001:db8::1]/ | true",
        "[2001:db8::1]:444 | https://[2001:db8::1]/ | false",
        "2001:db8::1 | https://[2001:db8::1]/ | true",
        "other | https://localhost:9/ | true",
        "other | https://127.0.0.9/ | true",
        "other | https://[::1]/ | true",
      })
  void hosts_that_no_proxy_names_are_asked_directly(String hosts, String url, boolean directly) {
    for (String variable : List.of("no_proxy", "NO_PROXY")) {
      String chosen = chosen(with("all_proxy=p:1 " + variable + "=" + hosts), url);

      assertThat(chosen).isEqualTo(directly ? "" : "HTTP p 1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https_proxy=ftp://u:hidden@p:1, https_proxy, 'ftp'",
    "https_proxy=https://u:hidden@p:1, https_proxy, 'https'",
    "HTTPS_PROXY=http://u:hidden@p:99999, HTTPS_PROXY, HOST:PORT",
    "https_proxy=http://u:hidden@p:x, https_proxy, HOST:PORT",
    "https_proxy=http://u:hidden@, https_proxy, HOST:PORT",
    "https_proxy=http://u:hid^den@p, https_proxy, HOST:PORT",
    "https_proxy=socks5://u:hidden@p, https_proxy, SOCKS",
    "all_proxy=socks4://p, all_proxy, 'socks4'",
    "https_proxy=p no_proxy=192.0.2.0/33, no_proxy, 192.0.2.0/33",
    "https_proxy=p no_proxy=example.org/8, no_proxy, example.org/8",
    "https_proxy=p no_proxy=example.org:x, no_proxy, example.org:x",
    "https_proxy=p NO_PROXY=a:70000, NO_PROXY, a:70000",
  })
  void a_bad_value_is_an_error_that_names_its_variable_and_no_password(
      String variables, String variable, String words) {
    assertThatThrownBy(() -> chosen(with(variables), "https://a.example/"))
        .hasMessageContaining("the variable " + variable + " cannot be read")
        .hasMessageContaining(words.replace("'", ""))
        .hasMessageNotContaining("hidden")
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.failure()).isInstanceOf(CloudFailure.InvalidRequest.class));
    assertThat(chosen(with(variables.replaceFirst("all_proxy.*", "x=y")), "http://a.example/"))
        .isEmpty();
  }

  private static CloudPort port(String url, String variable, String proxy) {
    return EveryCloud.port("digitalocean", url, Map.of(), sources(Map.of(variable, proxy)));
  }

  @Test
  void a_request_goes_through_the_proxy_which_is_told_the_user() {
    try (RawServer proxy =
            RawServer.saying("HTTP/1.1 200 OK\r\nContent-Type: text/plain", "{\"droplets\": []}");
        CloudPort port =
            port(
                "http://api.invalid",
                "http_proxy",
                proxy.url().replace("http://", "http://us%65r:p%40ss@"))) {
      assertThat(port.nodes()).isEmpty();
      assertThat(proxy.requests())
          .singleElement()
          .asString()
          .startsWith("GET http://api.invalid/v2/droplets")
          .contains("Proxy-Authorization: Basic " + basic("user:p@ss"));
    }
  }

  /// In a Java of its own, where nothing has connected to anything.
  @Test
  void a_tunnel_is_asked_for_with_the_user_and_the_account_is_not_told_the_proxy()
      throws Exception {
    try (RawServer proxy =
        RawServer.saying("HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"x\"", "")) {
      Process process =
          new ProcessBuilder(
                  System.getProperty("java.home") + "/bin/java",
                  "-Dguice_custom_class_loading=CHILD",
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  EnvironmentProxiesTest.class.getName(),
                  proxy.url().replace("http://", "http://user:p%40ss@"))
              .redirectErrorStream(true)
              .start();
      assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
          .contains(
              "Unreachable: listing the nodes: https://api.invalid (through the proxy 127.0.0.1:",
              "from HTTPS_PROXY): the proxy requires another user or password")
          .doesNotContain("p@ss");
      assertThat(proxy.requests())
          .hasSize(2)
          .allSatisfy(
              request ->
                  assertThat(request)
                      .startsWith("CONNECT api.invalid:443 ")
                      .doesNotContain("Authorization: Bearer"))
          .last()
          .asString()
          .containsIgnoringCase("Proxy-Authorization: Basic " + basic("user:p@ss"));
    }
  }

  /// Lists the nodes of a cloud by way of a proxy.
  public static void main(String[] arguments) {
    try (CloudPort port = port("https://api.invalid", "HTTPS_PROXY", arguments[0])) {
      System.out.println(port.nodes());
    } catch (CloudException e) {
      System.out.println(e.failure().getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  @Test
  void a_bad_variable_harms_only_requests_that_it_is_for() {
    try (RawServer server =
            RawServer.saying("HTTP/1.1 200 OK\r\nContent-Type: text/plain", "{\"droplets\": []}");
        CloudPort unharmed = port(server.url(), "https_proxy", "ftp://p");
        CloudPort harmed = port("https://api.invalid", "https_proxy", "ftp://p")) {
      assertThat(unharmed.nodes()).isEmpty();
      assertThatThrownBy(harmed::nodes)
          .hasMessageContaining("the variable https_proxy cannot be read");
    }
  }

  private static String basic(String user) {
    return Base64.getEncoder().encodeToString(user.getBytes(UTF_8));
  }
}
