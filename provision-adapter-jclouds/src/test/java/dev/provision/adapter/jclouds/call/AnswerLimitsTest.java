package dev.provision.adapter.jclouds.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.provision.adapter.jclouds.EveryCloud;
import dev.provision.adapter.jclouds.RawServer;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// No answer is read without an end.
final class AnswerLimitsTest {
  private static final byte[] MUCH = "1,".repeat(1 << 15).getBytes(ISO_8859_1);

  private static void head(OutputStream out, String lines) throws IOException {
    out.write(("HTTP/1.1 " + lines + "\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
  }

  private static void endless(OutputStream out, byte[] part) throws IOException {
    while (true) {
      out.write(part); // until the client has seen enough
    }
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertThatListing(
      String name, RawServer.Answer answer) {
    try (RawServer server = new RawServer("127.0.0.1", answer);
        CloudPort port = EveryCloud.port(name, server.url())) {
      return assertThatThrownBy(port::nodes)
          .isInstanceOf(CloudException.class)
          .satisfies(
              e -> assertThat(e.getMessage()).containsAnyOf(server.url(), "(HTTP status 400)"));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.provision.adapter.jclouds.EveryCloud#names")
  void a_body_without_an_end_is_a_failure_that_names_the_limit(String name) {
    assertThatListing(
            name,
            (_, out) -> {
              head(out, "200 OK\r\nContent-Type: application/json");
              endless(out, MUCH);
            })
        .hasMessageContaining("32 MiB, the limit")
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.failure()).isInstanceOf(CloudFailure.Malformed.class));
  }

  @Test
  void chunks_without_an_end_are_a_failure_that_names_the_limit() {
    byte[] chunk = "10000\r\n%s\r\n".formatted("[".repeat(1 << 16)).getBytes(ISO_8859_1);
    assertThatListing(
            "digitalocean",
            (_, out) -> {
              head(out, "200 OK\r\nTransfer-Encoding: chunked");
              endless(out, chunk);
            })
        .hasMessageContaining("32 MiB, the limit");
  }

  @Test
  void a_body_that_is_short_and_has_too_many_values_is_a_failure_that_names_the_limit() {
    byte[] body = ("{\"droplets\": [" + "0,".repeat(3_000_000) + "0]}").getBytes(ISO_8859_1);
    assertThatListing(
            "digitalocean",
            (_, out) -> {
              head(out, "200 OK\r\nContent-Length: " + body.length);
              out.write(body);
            })
        .hasMessageContaining("2000000 values, the limit");
  }

  @ParameterizedTest
  @MethodSource("dev.provision.adapter.jclouds.EveryCloud#names")
  void of_an_error_without_an_end_the_status_counts(String name) {
    assertThatListing(
            name,
            (_, out) -> {
              head(out, "400 Bad\r\nContent-Type: text/plain");
              endless(out, MUCH);
            })
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.failure()).isInstanceOf(CloudFailure.InvalidRequest.class))
        .hasMessageContaining("(HTTP status 400)");
  }

  @Test
  void headers_without_an_end_are_a_failure() {
    byte[] header = "X-More: %s\r\n".formatted("x".repeat(1 << 10)).getBytes(ISO_8859_1);
    assertThatListing(
            "digitalocean",
            (_, out) -> {
              out.write("HTTP/1.1 200 OK\r\n".getBytes(ISO_8859_1));
              endless(out, header);
            })
        .hasMessageContaining("Header size too big");
  }

  @Test
  void interim_answers_without_an_end_are_a_failure_that_names_the_limit() {
    byte[] interim = "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000).getBytes(ISO_8859_1);
    assertThatListing("digitalocean", (_, out) -> endless(out, interim))
        .hasMessageContaining("too large for the memory of this program")
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.failure()).isInstanceOf(CloudFailure.Malformed.class));
  }

  @Test
  void pieces_that_are_none_are_a_failure_that_is_not_repeated() {
    Map<String, String> odd =
        Map.of(
            "5;" + "x".repeat(1 << 16),
            "Chunk header too long",
            "zz\r\nhello\r\n",
            "Bogus chunk size",
            "1\r\n[hello\r\n",
            "missing CR",
            "0\r\nno trailer\r\n\r\n",
            "Malformed");
    odd.forEach(
        (body, words) -> {
          try (RawServer server =
                  new RawServer(
                      "127.0.0.1",
                      (_, out) -> {
                        head(out, "200 OK\r\nTransfer-Encoding: chunked");
                        out.write(body.getBytes(ISO_8859_1));
                      });
              CloudPort port = EveryCloud.port("digitalocean", server.url())) {
            assertThatThrownBy(port::nodes)
                .hasMessageContaining(words)
                .hasMessageContaining("an answer that is not HTTP")
                .isInstanceOfSatisfying(
                    CloudException.class,
                    e -> assertThat(e.failure()).isInstanceOf(CloudFailure.Malformed.class));
            assertThat(server.requests()).hasSize(1);
          }
        });
  }

  @Test
  void an_answer_that_does_not_end_in_time_is_said_to_have_begun() {
    CountDownLatch end = new CountDownLatch(1);
    try (RawServer server =
            new RawServer(
                "127.0.0.1",
                (_, out) -> {
                  head(out, "200 OK\r\nContent-Type: application/json\r\nContent-Length: 9");
                  out.write('[');
                  out.flush();
                  Uninterruptibles.awaitUninterruptibly(end);
                });
        CloudPort port =
            EveryCloud.port("digitalocean", server.url(), Map.of("call-timeout", "3"))) {
      assertThatThrownBy(port::nodes)
          .hasMessageContaining(
              server.url()
                  + " started an answer, but did not finish it (2 bytes so far) within 3 s")
          .isInstanceOfSatisfying(
              CloudException.class,
              e -> assertThat(e.failure()).isInstanceOf(CloudFailure.TimedOut.class));
      assertThat(server.requests()).hasSize(1);
    } finally {
      end.countDown();
    }
  }

  /// In a Java of its own, with little memory to fill.
  @Test
  void trailers_without_an_end_are_a_failure_that_names_the_limit() throws Exception {
    byte[] trailer = "X-More: %s\r\n".formatted("x".repeat(1 << 14)).getBytes(ISO_8859_1);
    try (RawServer server =
        new RawServer(
            "127.0.0.1",
            (_, out) -> {
              head(out, "200 OK\r\nTransfer-Encoding: chunked");
              out.write("0\r\n".getBytes(ISO_8859_1));
              endless(out, trailer);
            })) {
      Process process =
          new ProcessBuilder(
                  System.getProperty("java.home") + "/bin/java",
                  "-Xmx96m",
                  "-XX:+UseSerialGC",
                  "-Dguice_custom_class_loading=CHILD",
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  AnswerLimitsTest.class.getName(),
                  server.url())
              .redirectErrorStream(true)
              .start();
      assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
          .contains("Malformed: ", server.url(), "too large for the memory of this program");
    }
  }

  /// Lists the nodes of the cloud at an address.
  public static void main(String[] arguments) {
    try (CloudPort port = EveryCloud.port("digitalocean", arguments[0])) {
      System.out.println(port.nodes());
    } catch (CloudException e) {
      System.out.println(e.failure().getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  @Test
  void what_is_compressed_without_being_asked_for_is_a_failure() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream zipped = new GZIPOutputStream(bomb)) {
      zipped.write(new byte[1 << 20]);
    }
    assertThatListing(
            "digitalocean",
            (request, out) -> {
              assertThat(request).doesNotContainIgnoringCase("accept-encoding");
              head(out, "200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.size());
              out.write(bomb.toByteArray());
            })
        .hasMessageContaining("compressed answer that was not requested");
  }

  @Test
  void json_that_is_nested_without_an_end_is_malformed() {
    byte[] body = ("{\"droplets\": " + "[".repeat(900_000)).getBytes(UTF_8);
    assertThatListing(
            "digitalocean",
            (_, out) -> {
              head(out, "200 OK\r\nContent-Length: " + body.length);
              out.write(body);
            })
        .hasMessageContaining("could not be parsed");
  }

  @Test
  void xml_that_is_nested_without_an_end_is_malformed() {
    String deep = "<DescribeInstancesResponse>" + "<a>".repeat(200_000);
    assertThatListing(
            "ec2",
            (_, out) -> {
              head(out, "200 OK\r\nContent-Length: " + deep.length());
              out.write(deep.getBytes(UTF_8));
            })
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.failure()).isInstanceOf(CloudFailure.Malformed.class));
  }

  /// What answers each page of a list that comes to no end.
  private static RawServer paging(String body) {
    return RawServer.saying("HTTP/1.1 200 OK\r\nContent-Type: text/plain", body);
  }

  @Test
  void a_page_that_leads_to_itself_is_a_failure() {
    Map<String, String> pages =
        Map.of(
            "digitalocean", "{\"droplets\": [], \"links\": {\"pages\": {\"next\": \"there\"}}}",
            "ec2",
                "<DescribeInstancesResponse><reservationSet/><nextToken>again</nextToken></DescribeInstancesResponse>",
            "google", "{\"kind\": \"list\", \"items\": {}, \"nextPageToken\": \"a b&c\"}",
            "azure", "{\"value\": [], \"nextLink\": \"/again\"}",
            "cloudstack",
                "{\"listvirtualmachinesresponse\": {\"count\": 100, \"virtualmachine\": [{\"id\":"
                    + " \"1\"}]}}");
    EveryCloud.assertNoneIsMissing(pages.keySet().stream(), EveryCloud.WITHOUT_PAGES);
    pages.forEach(
        (name, body) -> {
          try (RawServer server = paging(body);
              CloudPort port = EveryCloud.port(name, server.url())) {
            assertThatThrownBy(port::nodes)
                .as(name)
                .hasMessageContaining(server.url())
                .hasMessageContaining("leads back to an earlier one");
          }
        });
  }

  @Test
  void pages_without_an_end_are_a_failure_that_names_the_limit() {
    java.util.concurrent.atomic.AtomicInteger page =
        new java.util.concurrent.atomic.AtomicInteger();
    assertThatListing(
            "google",
            (_, out) -> {
              String body =
                  "{\"kind\": \"list\", \"nextPageToken\": \"%s\"}"
                      .formatted(page.incrementAndGet());
              head(out, "200 OK\r\nContent-Length: " + body.length());
              out.write(body.getBytes(UTF_8));
            })
        .hasMessageContaining("more than 1000 pages");
    assertThat(page).hasValue(1000);
  }

  @Test
  void a_page_at_another_host_is_not_asked_for() {
    try (RawServer elsewhere = RawServer.elsewhere();
        RawServer server =
            paging("{\"value\": [], \"nextLink\": \"" + elsewhere.url() + "/subscriptions/s1\"}");
        CloudPort port = EveryCloud.port("azure", server.url())) {
      assertThatThrownBy(port::nodes)
          .hasMessageContaining("continues at another host, " + elsewhere.url());
      assertThat(elsewhere.requests()).isEmpty();
      assertThat(server.requests()).hasSize(1);
    }
  }
}
