package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The program against clouds that lie, send it elsewhere, flood it, or want its user's files.
final class HostileCloudIT {
  private static final String SECRET = "s3cr3t-token-7f3a";

  @TempDir Path home;

  private Distribution provision;

  @BeforeEach
  void program() {
    provision = new Distribution(home);
  }

  private Ended run(String account, String url, String... command) {
    new ConfigurationDirectory(home.resolve("c"))
        .yaml(
            """
            provider: lab
            secret-key: ${env:LAB_SECRET}
            image: noble
            providers:
              lab: {%s, call-timeout: 20}
            """
                .formatted(account.replace("URL", url)));
    Ended ended = provision.with("LAB_SECRET", SECRET).run("provision", withConfiguration(command));
    OutsideText.assertShownSafely(ended);
    assertThat(ended.toString()).doesNotContain(SECRET, "Fatal Error");
    return ended;
  }

  private static String[] withConfiguration(String... command) {
    return Stream.concat(Stream.of(command), Stream.of("-c", "c")).toArray(String[]::new);
  }

  private static Stream<Arguments> redirects() {
    return Stream.of(
            "type: digitalocean2, endpoint: 'URL/v2'",
            "type: openstack, endpoint: 'URL/v3', userid: demo, project: demo",
            "type: rackspace-cloudservers-us, endpoint: 'URL/v2.0', userid: demo",
            "type: aws-ec2, endpoint: 'URL', userid: AKIDEXAMPLE",
            "type: cloudstack, endpoint: 'URL/client/api', userid: key",
            "type: docker, endpoint: 'URL'")
        .flatMap(account -> Stream.of(302, 307).map(status -> Arguments.of(account, status)));
  }

  @ParameterizedTest
  @MethodSource("redirects")
  void a_redirect_is_an_error_that_names_the_place_and_nothing_goes_there(
      String account, int status) throws IOException {
    try (HostileHttpServer elsewhere = HostileHttpServer.elsewhere();
        HostileHttpServer api =
            HostileHttpServer.always(
                status + " Found", "Location: " + elsewhere.url() + "/other\r\n", "")) {

      Ended ended = run(account, api.url(), "list-nodes");

      assertThat(elsewhere.requests()).isEmpty();
      assertThat(ended.status()).as(ended.toString()).isEqualTo(12);
      assertThat(ended.stderr()).contains(elsewhere.url() + "/other");
      assertThat(ended.stdout()).isEmpty();
    }
  }

  @Test
  void an_error_in_xml_reads_no_file_and_fetches_nothing() throws IOException {
    Path file = Files.writeString(home.resolve("vault"), "TOKEN-of-another-cloud\n");
    try (HostileHttpServer elsewhere = HostileHttpServer.elsewhere();
        HostileHttpServer api =
            HostileHttpServer.always(
                "400 Bad Request",
                "Content-Type: text/xml\r\n",
                """
                <!DOCTYPE a [<!ENTITY % f SYSTEM "file://FILE"><!ENTITY % dtd SYSTEM "WHERE/x.dtd"> %dtd;
                <!ENTITY x SYSTEM "file://FILE">]>
                <Response><Errors><Error><Code>X</Code><Message>&x;</Message></Error></Errors></Response>
                """
                    .replace("FILE", file.toString())
                    .replace("WHERE", elsewhere.url()))) {

      Ended ended =
          run("type: aws-ec2, endpoint: 'URL', userid: AKIDEXAMPLE", api.url(), "list-nodes", "-v");

      assertThat(elsewhere.requests()).isEmpty();
      assertThat(ended.status()).as(ended.toString()).isNotZero();
      assertThat(ended.toString()).doesNotContain("TOKEN-of-another-cloud");
    }
  }

  @Test
  void an_endless_answer_ends_in_an_error_that_speaks_of_its_size() throws IOException {
    byte[] much = "[".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
    try (HostileHttpServer api =
        new HostileHttpServer(
            (_, out) -> {
              out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
              for (int i = 0; i < 1 << 15; i++) {
                out.write(much);
              }
            })) {

      Ended ended = run("type: digitalocean2, endpoint: 'URL/v2'", api.url(), "list-nodes");

      assertThat(ended.status()).as(ended.toString()).isEqualTo(12);
      assertThat(ended.stderr()).contains("MiB").doesNotContain("OutOfMemory");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"droplets\":{\"message\":\"try later\"},\"links\":{}}",
        "{\"droplets\":null}",
        "{\"droplets\":\"none\"}",
        "[]",
        "null",
        "{}"
      })
  void what_is_no_list_is_an_error_and_not_an_empty_list(String body) throws IOException {
    try (HostileHttpServer api =
        HostileHttpServer.always("200 OK", "Content-Type: application/json\r\n", body)) {

      Ended ended = run("type: digitalocean2, endpoint: 'URL/v2'", api.url(), "list-nodes");

      assertThat(ended.status()).as(ended.toString()).isEqualTo(12);
      assertThat(ended.stdout()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"table", "plain", "json"})
  void names_that_would_control_the_terminal_are_shown_as_escapes(String format)
      throws IOException {
    String body =
        """
        {"droplets":[{"id":77,"name":"k-\\u009b31m\\u009d0;PWN\\u009c\\u202e\\u001b]0;PWN\\u0007\\r\\n\\u2028",
        "status":"active","created_at":"2026-01-01T00:00:00Z","networks":{"v4":[]},"image":{"id":1},
        "size_slug":"s","region":{"slug":"r"}}],"links":{},"meta":{"total":1}}
        """;
    try (HostileHttpServer api =
        HostileHttpServer.always("200 OK", "Content-Type: application/json\r\n", body)) {

      Ended ended =
          run("type: digitalocean2, endpoint: 'URL/v2'", api.url(), "list-nodes", "-o", format);

      assertThat(ended.status()).as(ended.toString()).isZero();
      assertThat(ended.stdout()).contains("k-\\u009b31m\\u009d0;PWN");
      assertThat(ended.stdout().lines().count()).isLessThan(30);
    }
  }
}
