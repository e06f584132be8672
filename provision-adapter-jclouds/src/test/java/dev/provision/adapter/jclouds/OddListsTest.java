package dev.provision.adapter.jclouds;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.Size;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One table for every cloud and every list that is asked for: one odd entry among good ones.
final class OddListsTest {
  /// @param name the cloud
  /// @param list which of its lists
  /// @param call what is asked, as a regular expression
  /// @param frame of the answer
  /// @param good an entry; an odd one is none at all
  /// @param twisted an entry with a field that cannot be read; nothing where no field is left out
  record Row(String name, String list, String call, String frame, String good, String twisted) {
    @Override
    public String toString() {
      return name + " " + list;
    }

    String odd() {
      return name.equals("ec2") ? "<item><odd/></item>" : "{\"odd\": true}";
    }

    String body(String... entries) {
      return frame.replace("%s", String.join(name.equals("ec2") ? "" : ", ", entries));
    }
  }

  private static final String OPENSTACK_SERVER =
      "{\"id\": \"7\", \"name\": \"good\", \"status\": \"ACTIVE\", \"addresses\": {}%s}";

  static Stream<Row> rows() {
    return Stream.of(
            openStack("nova"),
            openStack("nova-2"),
            openStack("rackspace"),
            digitalOcean(),
            google(),
            ec2(),
            others())
        .flatMap(rows -> rows);
  }

  private static Stream<Row> openStack(String name) {
    return Stream.of(
        new Row(
            name,
            "nodes",
            "GET .*/servers/detail",
            "{\"servers\": [%s]}",
            OPENSTACK_SERVER.formatted(""),
            OPENSTACK_SERVER.formatted(", \"created\": \"yesterday\"")),
        new Row(
            name,
            "sizes",
            "GET .*/flavors/detail",
            "{\"flavors\": [%s]}",
            "{\"id\": \"7\", \"name\": \"good\", \"vcpus\": 1}",
            "{\"id\": \"7\", \"name\": \"good\", \"vcpus\": \"one\"}"),
        new Row(
            name,
            "images",
            "GET .*/images/detail",
            "{\"images\": [%s]}",
            "{\"id\": \"7\", \"name\": \"good\", \"status\": \"ACTIVE\"}",
            ""));
  }

  private static Stream<Row> digitalOcean() {
    String name = "digitalocean";
    String droplet = "{\"id\": 7, \"name\": \"good\", \"status\": \"active\"%s}";
    String size = "{\"slug\": \"7\", \"available\": true, \"regions\": [\"nyc3\"], \"vcpus\": %s}";
    return Stream.of(
        new Row(
            name,
            "nodes",
            "GET .*/droplets",
            "{\"droplets\": [%s]}",
            droplet.formatted(""),
            droplet.formatted(", \"networks\": \"none\"")),
        new Row(
            name,
            "sizes",
            "GET .*/sizes",
            "{\"sizes\": [%s]}",
            size.formatted("1"),
            size.formatted("\"one\"")),
        new Row(
            name,
            "locations",
            "GET .*/regions",
            "{\"regions\": [%s]}",
            "{\"slug\": \"7\", \"name\": \"good\", \"available\": true}",
            ""));
  }

  private static Stream<Row> google() {
    String name = "google";
    String list = "{\"kind\": \"list\", \"items\": [%s]}";
    return Stream.of(
        new Row(
            name,
            "nodes",
            "GET .*/aggregated/instances",
            "{\"kind\": \"list\", \"items\": {\"z\": {\"instances\": [%s]}}}",
            "{\"name\": \"good\", \"zone\": \"z\"}",
            "{\"name\": \"good\", \"zone\": \"z\", \"creationTimestamp\": \"x\"}"),
        new Row(
            name,
            "sizes",
            "GET .*/machineTypes",
            list,
            "{\"name\": \"good\", \"guestCpus\": 1}",
            "{\"name\": \"good\", \"guestCpus\": \"one\"}"),
        new Row(
            name,
            "locations",
            "GET .*/zones",
            list,
            "{\"name\": \"good\", \"status\": \"UP\"}",
            ""));
  }

  private static Stream<Row> ec2() {
    String name = "ec2";
    String instance =
        "<item><instancesSet><item><instanceId>good</instanceId>%s</item></instancesSet></item>";
    return Stream.of(
        new Row(
            name,
            "nodes",
            "DescribeInstances",
            "<DescribeInstancesResponse><reservationSet>%s</reservationSet></DescribeInstancesResponse>",
            instance.formatted(""),
            instance.formatted("<launchTime>x</launchTime>")),
        new Row(
            name,
            "sizes",
            "DescribeInstanceTypes",
            "<DescribeInstanceTypesResponse><instanceTypeSet>%s</instanceTypeSet></DescribeInstanceTypesResponse>",
            "<item><instanceType>good</instanceType></item>",
            "<item><instanceType>good</instanceType><memoryInfo><sizeInMiB>x</sizeInMiB></memoryInfo></item>"),
        new Row(
            name,
            "locations",
            "DescribeAvailabilityZones",
            "<DescribeAvailabilityZonesResponse><availabilityZoneInfo>%s</availabilityZoneInfo></DescribeAvailabilityZonesResponse>",
            "<item><zoneName>good</zoneName></item>",
            ""));
  }

  private static Stream<Row> others() {
    return Stream.of(
        new Row(
            "azure",
            "nodes",
            "GET .*/virtualMachines",
            "{\"value\": [%s]}",
            "{\"name\": \"good\", \"location\": \"eastus\"}",
            "{\"name\": \"good\", \"location\": \"eastus\", \"tags\": 5}"),
        new Row(
            "azure",
            "sizes",
            "GET .*/vmSizes",
            "{\"value\": [%s]}",
            "{\"name\": \"good\"}",
            "{\"name\": \"good\", \"numberOfCores\": \"one\"}"),
        new Row(
            "azure",
            "locations",
            "GET .*/locations$",
            "{\"value\": [%s]}",
            "{\"name\": \"good\", \"displayName\": \"good\"}",
            ""),
        new Row(
            "cloudstack",
            "nodes",
            "listVirtualMachines",
            "{\"listvirtualmachinesresponse\": {\"virtualmachine\": [%s]}}",
            "{\"id\": \"7\", \"name\": \"good\"}",
            "{\"id\": \"7\", \"name\": \"good\", \"created\": \"x\"}"),
        new Row(
            "cloudstack",
            "sizes",
            "listServiceOfferings",
            "{\"listserviceofferingsresponse\": {\"serviceoffering\": [%s]}}",
            "{\"id\": \"7\", \"name\": \"good\"}",
            "{\"id\": \"7\", \"name\": \"good\", \"memory\": \"x\"}"),
        new Row(
            "cloudstack",
            "locations",
            "listZones",
            "{\"listzonesresponse\": {\"zone\": [%s]}}",
            "{\"id\": \"7\", \"name\": \"good\"}",
            ""),
        new Row(
            "docker",
            "nodes",
            "GET /containers/json",
            "[%s]",
            "{\"Id\": \"7\", \"Names\": [\"/good\"]}",
            "{\"Id\": \"7\", \"Names\": [\"/good\"], \"Ports\": {}}"),
        new Row("docker", "images", "GET /images/json", "[%s]", "{\"Id\": \"7\"}", ""),
        new Row(
            "softlayer",
            "nodes",
            "GET .*/SoftLayer_Account/VirtualGuests",
            "[%s]",
            "{\"id\": 7, \"hostname\": \"good\"}",
            "{\"id\": 7, \"hostname\": \"good\", \"createDate\": \"x\"}"));
  }

  private record Shown(String id, Optional<String> remark) {}

  private static List<Shown> shown(CloudPort port, String list) {
    return switch (list) {
      case "nodes" -> port.nodes().stream().map(OddListsTest::shown).toList();
      case "images" -> port.images().stream().map(OddListsTest::shown).toList();
      case "sizes" -> port.sizes().stream().map(OddListsTest::shown).toList();
      case "locations" -> port.locations().stream().map(OddListsTest::shown).toList();
      default -> throw new IllegalArgumentException(list);
    };
  }

  private static Shown shown(Object one) {
    return switch (one) {
      case Node node -> new Shown(node.id().value(), node.remark());
      case Image image -> new Shown(image.id(), image.remark());
      case Size size -> new Shown(size.id(), size.remark());
      case Location location -> new Shown(location.id(), location.remark());
      default -> throw new IllegalArgumentException();
    };
  }

  private static FakeFixture answering(Row row, int status, String body) {
    FakeFixture fixture = FakeFixture.named(row.name());
    fixture.cloud().trouble(row.call(), false, aResponse().withStatus(status).withBody(body));
    return fixture;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void an_odd_entry_is_shown_with_a_remark_and_hides_no_other(Row row) {
    try (FakeFixture cloud =
        answering(row, 200, row.body(row.good(), row.odd(), row.good().replace("7", "9")))) {
      List<Shown> all = shown(cloud.port(), row.list());

      assertThat(all)
          .filteredOn(one -> one.id().startsWith("unreadable-entry-"))
          .singleElement()
          .satisfies(one -> assertThat(one.remark().orElse("")).startsWith("cannot be read: "));
      assertThat(all)
          .filteredOn(one -> one.id().contains("7") || one.id().contains("good"))
          .isNotEmpty()
          .allSatisfy(one -> assertThat(one.remark()).isEmpty());
      assertThat(all).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_field_that_cannot_be_read_is_remarked(Row row) {
    String twisted = row.twisted().isEmpty() ? row.odd() : row.twisted();
    try (FakeFixture cloud = answering(row, 200, row.body(twisted))) {
      assertThat(shown(cloud.port(), row.list()))
          .filteredOn(one -> one.remark().isPresent())
          .singleElement()
          .satisfies(one -> assertThat(one.remark().orElse("")).startsWith("cannot be read: "));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void what_the_fakes_say_has_nothing_odd(Row row) {
    try (FakeFixture cloud = FakeFixture.named(row.name())) {
      Node _ = cloud.port().create(cloud.request("web-1", "token-1"));

      assertThat(shown(cloud.port(), row.list()))
          .isNotEmpty()
          .allSatisfy(one -> assertThat(one.remark()).isEmpty());
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_part_of_a_list_or_nothing_is_not_taken_for_the_list(Row row) {
    for (int status : List.of(204, 205, 206)) {
      String body = status == 206 ? row.body(row.good()) : "";
      try (FakeFixture cloud = answering(row, status, body)) {
        assertThatThrownBy(() -> shown(cloud.port(), row.list()))
            .as("%s", status)
            .isInstanceOfSatisfying(
                CloudException.class,
                e -> {
                  assertThat(e.failure()).isInstanceOf(CloudFailure.Malformed.class);
                  assertThat(e.failure().reason())
                      .containsAnyOf("HTTP status " + status, "was not understood: it is no XML");
                });
      }
    }
  }

  static Stream<Row> nodesById() {
    return rows()
        .filter(row -> row.list().equals("nodes") && row.good().matches(".*(?i)\"id\": \"?7.*"));
  }

  /// Java says of such an id where in an address it stands, and no more.
  @ParameterizedTest
  @MethodSource("nodesById")
  void an_id_that_fits_into_no_address_is_not_used(Row row) {
    for (String id : List.of("\"a b\"", "\"6\\ndo that\"", "\"6?x=y\"", "\"6%zz\"")) {
      String odd = row.good().replaceFirst("\"?7\"?", java.util.regex.Matcher.quoteReplacement(id));
      try (FakeFixture cloud = answering(row, 200, row.body(row.good(), odd))) {
        assertThat(shown(cloud.port(), row.list()))
            .filteredOn(one -> one.id().startsWith("unreadable-entry-"))
            .extracting(one -> one.remark().orElse(""))
            .containsExactly("cannot be read: its id holds a character that no id has");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nova", "nova-2", "rackspace"})
  void a_list_that_goes_on_behind_an_empty_page_is_not_taken_for_an_empty_one(String name) {
    Row row =
        new Row(
            name,
            "nodes",
            "GET .*/servers/detail",
            "{\"servers\": [], \"servers_links\": [{\"rel\": \"next\", \"href\":"
                + " \"http://127.0.0.7/x\"}]}",
            "",
            "");
    try (FakeFixture cloud = answering(row, 200, row.frame())) {
      assertThatThrownBy(() -> cloud.port().nodes())
          .hasMessageContaining("answered with a list that goes on behind an empty page");
    }
  }
}
