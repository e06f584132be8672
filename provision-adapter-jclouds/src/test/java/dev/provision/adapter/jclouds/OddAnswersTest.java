package dev.provision.adapter.jclouds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Node;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Answers that are not of the form they should be: as a whole a failure, in part a list with what
/// is known.
final class OddAnswersTest {
  /// The frame of a list of nodes, of those clouds that answer without a login.
  private static final Map<String, String> FRAMES =
      Map.of(
          "digitalocean", "{\"droplets\": %s, \"links\": {}}",
          "google", "{\"kind\": \"list\", \"items\": {\"z\": {\"instances\": %s}}}",
          "azure", "{\"value\": %s}",
          "cloudstack", "{\"listvirtualmachinesresponse\": {\"count\": 1, \"virtualmachine\": %s}}",
          "docker", "%s",
          "softlayer", "%s");

  private static final Map<String, String> WHOLE =
      Map.of(
          "digitalocean", "{\"id\": 7, \"name\": \"good\", \"status\": \"active\"}",
          "google", "{\"name\": \"good\", \"zone\": \"z\", \"status\": \"RUNNING\"}",
          "azure", "{\"name\": \"good\", \"location\": \"eastus\"}",
          "cloudstack", "{\"id\": \"7\", \"name\": \"good\", \"state\": \"Running\"}",
          "docker", "{\"Id\": \"7\", \"Names\": [\"/good\"], \"State\": \"running\"}",
          "softlayer", "{\"id\": 7, \"hostname\": \"good\"}");

  /// Fields that are read, all of another type.
  private static final Map<String, String> TWISTED =
      Map.of(
          "digitalocean",
              "{\"id\": 8, \"name\": \"\", \"status\": {}, \"created_at\": \"yesterday\","
                  + " \"networks\": \"none\", \"image\": [], \"size_slug\": 5, \"vcpus\": \"two\","
                  + " \"region\": null}",
          "google",
              "{\"name\": \"odd\", \"zone\": \"z\", \"status\": [], \"creationTimestamp\": 5,"
                  + " \"networkInterfaces\": {}, \"metadata\": []}",
          "azure", "{\"name\": \"odd\", \"location\": [], \"properties\": \"x\", \"tags\": 5}",
          "cloudstack",
              "{\"id\": 8, \"name\": null, \"state\": 5, \"created\": \"2026\", \"nic\": \"x\"}",
          "docker",
              "{\"Id\": \"8\", \"Names\": \"x\", \"State\": [], \"Created\": 1e300, \"Ports\": {},"
                  + " \"Labels\": 5, \"NetworkSettings\": {\"Networks\": {\"n\": 5}}}",
          "softlayer",
              "{\"id\": 8, \"hostname\": [], \"createDate\": 5, \"powerState\": \"x\","
                  + " \"datacenter\": 5, \"operatingSystem\": [], \"primaryIpAddress\": {}}");

  private static final Map<TestedProvider, String> NOT_FRAMED =
      Map.of(
          TestedProvider.NOVA, "it answers only after a login",
          TestedProvider.RACKSPACE_US, "it answers only after a login",
          TestedProvider.RACKSPACE_UK, "it answers only after a login",
          TestedProvider.EC2, "its lists are XML");

  @Test
  void no_cloud_is_missing_without_a_reason() {
    EveryCloud.assertNoneIsMissing(FRAMES.keySet().stream(), NOT_FRAMED);
    assertThat(WHOLE).containsOnlyKeys(FRAMES.keySet());
    assertThat(TWISTED).containsOnlyKeys(FRAMES.keySet());
    EveryCloud.assertNoneIsMissing(clouds(lastPages()), EveryCloud.WITHOUT_PAGES);
    Map<TestedProvider, String> withoutUnclearEnds = new EnumMap<>(EveryCloud.WITHOUT_PAGES);
    withoutUnclearEnds.put(TestedProvider.EC2, "in XML, every token is a string");
    EveryCloud.assertNoneIsMissing(clouds(unclearEnds()), withoutUnclearEnds);
  }

  private static Stream<String> clouds(Stream<Arguments> rows) {
    return rows.map(row -> (String) row.get()[0]);
  }

  static Stream<Arguments> noLists() {
    return FRAMES.keySet().stream()
        .flatMap(
            name ->
                Stream.of("{\"message\": \"try later\"}", "\"none\"", "5", "true")
                    .map(value -> Arguments.of(name, framed(name, value))));
  }

  static Stream<Arguments> noAnswers() {
    return FRAMES.keySet().stream()
        .flatMap(
            name ->
                Stream.of("[[", "null", "\"x\"", "5", "", "{\"message\": \"try later\"}")
                    .map(value -> Arguments.of(name, value)));
  }

  private static String framed(String name, String list) {
    return FRAMES.getOrDefault(name, "").formatted(list);
  }

  private static CloudPort port(RawServer server, String name) {
    return EveryCloud.port(name, server.url());
  }

  private static RawServer saying(String body) {
    return RawServer.saying("HTTP/1.1 200 OK\r\nContent-Type: application/json", body);
  }

  private static void assertMalformed(String name, String body) {
    try (RawServer server = saying(body);
        CloudPort port = port(server, name)) {
      assertThatThrownBy(port::nodes)
          .isInstanceOfSatisfying(
              CloudException.class,
              e -> assertThat(e.failure()).isInstanceOf(CloudFailure.Malformed.class));
    }
  }

  @ParameterizedTest
  @MethodSource({"noLists", "noAnswers"})
  void what_is_no_list_is_not_taken_for_no_nodes(String name, String body) {
    assertMalformed(name, body);
  }

  @Test
  void xml_that_is_no_list_is_not_taken_for_no_nodes() {
    for (String body :
        List.of(
            "<Sorry/>",
            "<DescribeInstancesResponse/>",
            "<DescribeInstancesResponse><reservationSet>try"
                + " later</reservationSet></DescribeInstancesResponse>",
            "<DescribeInstancesResponse><reservationSet><error/></reservationSet></DescribeInstancesResponse>")) {
      try (RawServer server = saying(body);
          CloudPort port = port(server, "ec2")) {
        assertThatThrownBy(port::nodes).as(body).hasMessageContaining("could not be parsed");
      }
    }
  }

  static Stream<Arguments> unclearEnds() {
    Stream<Arguments> links =
        Stream.of(
                "5",
                "[]",
                "{\"pages\": \"x\"}",
                "{\"pages\": {\"next\": [\"http://x/\"]}}",
                "{\"pages\": {\"next\": {}}}")
            .map(
                value ->
                    Arguments.of("digitalocean", "{\"droplets\": [], \"links\": " + value + "}"));
    Stream<Arguments> tokens =
        Stream.of("[\"x\"]", "{}", "5")
            .flatMap(
                value ->
                    Stream.of(
                        Arguments.of(
                            "google", "{\"kind\": \"list\", \"nextPageToken\": " + value + "}"),
                        Arguments.of("azure", "{\"value\": [], \"nextLink\": " + value + "}")));
    Arguments counted =
        Arguments.of("cloudstack", "{\"listvirtualmachinesresponse\": {\"count\": 3}}");
    return Stream.of(links, tokens, Stream.of(counted)).flatMap(all -> all);
  }

  @ParameterizedTest
  @MethodSource("unclearEnds")
  void a_list_that_may_go_on_is_not_taken_for_all_there_is(String name, String body) {
    assertMalformed(name, body);
  }

  static Stream<Arguments> lastPages() {
    return Stream.of(
        Arguments.of("digitalocean", "{\"droplets\": []}"),
        Arguments.of("digitalocean", "{\"droplets\": [], \"links\": null}"),
        Arguments.of("digitalocean", "{\"droplets\": [], \"links\": {\"pages\": {}}}"),
        Arguments.of("google", "{\"kind\": \"list\", \"nextPageToken\": null}"),
        Arguments.of("azure", "{\"value\": [], \"nextLink\": null}"),
        Arguments.of("cloudstack", "{\"listvirtualmachinesresponse\": {}}"),
        Arguments.of(
            "ec2",
            "<DescribeInstancesResponse><reservationSet><item><instancesSet/></item></reservationSet></DescribeInstancesResponse>"));
  }

  @ParameterizedTest
  @MethodSource("lastPages")
  void a_list_that_is_empty_has_no_nodes(String name, String body) {
    try (RawServer server = saying(body);
        CloudPort port = port(server, name)) {
      assertThat(port.nodes()).isEmpty();
    }
  }

  static Stream<String> clouds() {
    return FRAMES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("clouds")
  void an_entry_that_cannot_be_read_is_shown_and_does_not_hide_the_others(String name) {
    String all = "[null, %s, 5, {}, \"x\", []]".formatted(WHOLE.get(name));
    try (RawServer server = saying(framed(name, all));
        CloudPort port = port(server, name)) {
      List<Node> nodes = port.nodes();

      assertThat(nodes).hasSize(6);
      assertThat(nodes.get(1).name()).isEqualTo("good");
      Node odd = nodes.get(3);
      assertThat(odd.id().value()).isEqualTo("unreadable-entry-4");
      assertThat(odd.name()).contains("cannot be read: there is no");
      assertThat(odd.state()).isEqualTo(Node.State.UNKNOWN);
      int before = server.requests().size();
      assertThatThrownBy(() -> port.destroy(odd.id()))
          .hasMessageContaining("does not identify this node");
      assertThatThrownBy(() -> port.await(odd.id(), Duration.ofSeconds(1)))
          .hasMessageContaining("does not identify this node");
      assertThat(server.requests()).hasSize(before);
    }
  }

  @ParameterizedTest
  @MethodSource("clouds")
  void an_entry_with_odd_fields_is_shown_with_the_others_of_its_fields(String name) {
    String all = "[%s, %s]".formatted(TWISTED.get(name), WHOLE.get(name));
    try (RawServer server = saying(framed(name, all));
        CloudPort port = port(server, name)) {
      List<Node> nodes = port.nodes();

      assertThat(nodes).hasSize(2);
      assertThat(nodes.getFirst().id().value()).isIn("8", "z/odd", "odd");
      assertThat(nodes.getFirst().name()).isNotBlank();
      assertThat(nodes.getFirst().createdAt()).isEmpty();
      assertThat(nodes.get(1).name()).isEqualTo("good");
    }
  }

  @Test
  void instances_with_odd_fields_are_shown() {
    String body =
        "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><launchTime>2026-01-01T00:00:00+0000</launchTime></item><item><launchTime>x</launchTime></item></instancesSet></item></reservationSet></DescribeInstancesResponse>";
    try (RawServer server = saying(body);
        CloudPort port = port(server, "ec2")) {
      assertThat(port.nodes())
          .extracting(node -> node.id().value())
          .containsExactly("i-1", "unreadable-entry-2");
    }
  }

  @Test
  void words_of_errors_are_shown_decoded() {
    Map<String, String> words =
        Map.of(
            "{\"message\": \"caf\\u00e9 \\u001b[31m\\nand \\\"more\\\"\"}",
            "café \u001b[31m and \"more\" (HTTP status 400)",
            "{\"error\": {\"title\": \"Bad\", \"message\": \"no\\u009bquota\"}}",
            "no\u009bquota (HTTP status 400)",
            "<Response><Errors><Error><Code>Bad</Code><Message>a &lt;b&gt; &#x9b; &amp;"
                + " caf&#233;</Message></Error></Errors></Response>",
            "a <b> \u009b & café (HTTP status 400)");
    words.forEach(
        (body, expected) -> {
          try (RawServer server = RawServer.saying("HTTP/1.1 400 Bad", body);
              CloudPort port = port(server, "digitalocean")) {
            assertThatThrownBy(port::nodes).hasMessage("listing the nodes: " + expected);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("dev.provision.adapter.jclouds.EveryCloud#names")
  void no_failure_is_told_in_the_words_of_java(String name) {
    int failed = 0;
    for (String body : List.of("{}", "null", "[]", "[null]", "5")) {
      try (RawServer server = saying(body);
          CloudPort port = port(server, name)) {
        for (ThrowingCallable call :
            List.<ThrowingCallable>of(port::nodes, port.catalog()::sizes)) {
          Throwable thrown = catchThrowable(call);
          if (thrown != null) { // an API of many parts may not need the one that is odd
            failed++;
            assertThat(thrown)
                .as("%s", body)
                .isInstanceOf(CloudException.class)
                .message()
                .doesNotContainIgnoringCase("NullPointer")
                .doesNotContain("Exception", "Cannot invoke", "parsed result", "Null id", "java.");
          }
        }
      }
    }
    assertThat(failed).isPositive();
  }
}
