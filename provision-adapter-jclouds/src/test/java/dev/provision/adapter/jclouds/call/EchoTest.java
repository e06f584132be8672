package dev.provision.adapter.jclouds.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonPrimitive;
import dev.provision.adapter.jclouds.EveryCloud;
import dev.provision.adapter.jclouds.RawServer;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An API may repeat what it was sent, the secrets among it.
final class EchoTest {
  private static final String PRIVATE =
      "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAA";

  private static String everything(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static String secret(String name) {
    return name.equals("google-login") ? EveryCloud.key() : "SECRET";
  }

  /// The secret and a line of it after so many other characters, then the request.
  private static String words(String secret, int before, String request) {
    String line = secret.lines().skip(secret.lines().count() / 2).findFirst().orElseThrow();
    return ".".repeat(before) + secret + " " + line + " " + request;
  }

  private static RawServer echoing(String secret, int status, int before, boolean json) {
    return new RawServer(
        "127.0.0.1",
        (request, out) -> {
          String words = words(secret, before, request);
          String body = json ? "{\"message\": " + new JsonPrimitive(words) + "}" : words;
          out.write(
              "HTTP/1.1 %s No\r\nConnection: close\r\n\r\n%s"
                  .formatted(status, body)
                  .getBytes(UTF_8));
        });
  }

  private static void assertThatNothingIsShown(String secret, Throwable thrown) {
    assertThat(thrown).isInstanceOf(CloudException.class);
    String shown = everything(thrown);
    List<String> secrets =
        Stream.concat(
                Stream.of(
                    PRIVATE,
                    Base64.getEncoder().encodeToString(("USERID:" + secret).getBytes(UTF_8))),
                secret.lines().filter(line -> !line.startsWith("---")))
            .toList();
    assertThat(secrets)
        .allSatisfy(
            one ->
                assertThat(shown)
                    .doesNotContain(one, one.substring(0, Math.min(one.length() - 1, 20))));
  }

  @ParameterizedTest
  @MethodSource("dev.provision.adapter.jclouds.EveryCloud#names")
  void a_list_that_fails_shows_no_secret(String name) {
    if (name.equals("docker")) {
      return; // its secrets are files
    }
    for (boolean json : List.of(true, false)) {
      for (int status : List.of(400, 401, 403, 409, 302, 200)) {
        // A cut in the middle of a secret must not leave its beginning.
        for (int before : List.of(0, 397)) {
          try (RawServer server = echoing(secret(name), status, before, json);
              CloudPort port = EveryCloud.port(name, server.url())) {
            assertThatNothingIsShown(secret(name), catchThrowable(port::nodes));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.provision.adapter.jclouds.EveryCloud#names")
  void nor_does_a_node_that_is_not_made(String name) {
    if (name.equals("docker")) {
      return; // containers take no user data
    }
    String userData =
        "#cloud-config\nssh_keys:\n  ed25519_private: |\n    " + PRIVATE + "\n    AAAA\n";
    NodeRequest request =
        new NodeRequest(
            "web-1",
            "token-1",
            new Image("i", "i"),
            new Size("s", "s", OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty()),
            new Location("l", "l"),
            Optional.of(userData),
            Optional.empty(),
            List.of(),
            Map.of());
    try (RawServer server = echoing(secret(name), 400, 0, true);
        CloudPort port = EveryCloud.port(name, server.url())) {
      assertThatNothingIsShown(secret(name), catchThrowable(() -> port.create(request)));
    }
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void of_a_text_with_several_the_longest_is_masked_first(int length) {
    AccountSecrets secrets = new AccountSecrets();
    secrets.learnWithKeys("x".repeat(length));
    secrets.learnWithKeys("x".repeat(length) + "y");

    assertThat(secrets.masked("a " + "x".repeat(length) + "y b"))
        .isEqualTo(length < 3 ? "a " + "x".repeat(length) + "y b" : "a ****** b");
  }

  static IntStream numbers() {
    return IntStream.of(1, 3, 4, 50);
  }
}
