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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One table for every cloud and every list that is asked for: one odd entry among good ones.
final class OddListsTest {
  private static final List<String> LISTS = List.of("nodes", "images", "sizes", "locations");

  /// Lists that no cloud is asked for.
  private static final Map<String, String> NOT_ASKED_FOR =
      Map.of(
          "nova locations", "the login lists the regions",
          "nova-2 locations", "the login lists the regions",
          "rackspace-us locations", "the login lists the regions",
          "rackspace-uk locations", "the login lists the regions",
          "azure images", "they are those that Provision knows: a publisher has thousands",
          "docker sizes", "they are limits that Provision sets",
          "docker locations", "there is one, the engine");

  private record Shown(String id, Optional<String> remark) {}

  private static List<Shown> shown(CloudPort port, String list) {
    return switch (list) {
      case "nodes" -> port.nodes().stream().map(OddListsTest::shown).toList();
      case "images" -> port.catalog().images().stream().map(OddListsTest::shown).toList();
      case "sizes" -> port.catalog().sizes().stream().map(OddListsTest::shown).toList();
      case "locations" -> port.catalog().locations().stream().map(OddListsTest::shown).toList();
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

  private static FakeFixture answering(ListRow row, int status, String body) {
    FakeFixture fixture = FakeFixture.named(row.name());
    fixture.cloud().trouble(row.call(), false, aResponse().withStatus(status).withBody(body));
    return fixture;
  }

  @Test
  void no_list_of_a_cloud_is_missing_without_a_reason() {
    assertThat(
            Stream.concat(
                    ListRow.all().map(ListRow::toString).distinct(),
                    NOT_ASKED_FOR.keySet().stream())
                .toList())
        .containsExactlyInAnyOrderElementsOf(
            FakeFixture.names()
                .flatMap(name -> LISTS.stream().map(list -> name + " " + list))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("dev.provision.adapter.jclouds.ListRow#all")
  void an_odd_entry_is_shown_with_a_remark_and_hides_no_other(ListRow row) {
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
  @MethodSource("dev.provision.adapter.jclouds.ListRow#all")
  void a_field_that_cannot_be_read_is_remarked(ListRow row) {
    String twisted = row.twisted().isEmpty() ? row.odd() : row.twisted();
    try (FakeFixture cloud = answering(row, 200, row.body(twisted))) {
      assertThat(shown(cloud.port(), row.list()))
          .filteredOn(one -> one.remark().isPresent())
          .singleElement()
          .satisfies(one -> assertThat(one.remark().orElse("")).startsWith("cannot be read: "));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.provision.adapter.jclouds.ListRow#all")
  void what_the_fakes_say_has_nothing_odd(ListRow row) {
    try (FakeFixture cloud = FakeFixture.named(row.name())) {
      Node _ = cloud.port().create(cloud.request("web-1", "token-1"));

      assertThat(shown(cloud.port(), row.list()))
          .isNotEmpty()
          .allSatisfy(one -> assertThat(one.remark()).isEmpty());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.provision.adapter.jclouds.ListRow#all")
  void a_part_of_a_list_or_nothing_is_not_taken_for_the_list(ListRow row) {
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
                      .containsAnyOf("HTTP status " + status, "could not be parsed: it is not XML");
                });
      }
    }
  }

  static Stream<ListRow> nodesById() {
    return ListRow.all()
        .filter(row -> row.list().equals("nodes") && row.good().matches(".*(?i)\"id\": \"?7.*"));
  }

  /// Java says of such an id where in an address it stands, and no more.
  @ParameterizedTest
  @MethodSource("nodesById")
  void an_id_that_fits_into_no_address_is_not_used(ListRow row) {
    for (String id : List.of("\"a b\"", "\"6\\ndo that\"", "\"6?x=y\"", "\"6%zz\"")) {
      String odd = row.good().replaceFirst("\"?7\"?", java.util.regex.Matcher.quoteReplacement(id));
      try (FakeFixture cloud = answering(row, 200, row.body(row.good(), odd))) {
        assertThat(shown(cloud.port(), row.list()))
            .filteredOn(one -> one.id().startsWith("unreadable-entry-"))
            .extracting(one -> one.remark().orElse(""))
            .containsExactly("cannot be read: its ID contains an invalid character");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nova", "nova-2", "rackspace-us", "rackspace-uk"})
  void a_list_that_goes_on_behind_an_empty_page_is_not_taken_for_an_empty_one(String name) {
    ListRow row =
        new ListRow(
            name,
            "nodes",
            "GET .*/servers/detail",
            "{\"servers\": [], \"servers_links\": [{\"rel\": \"next\", \"href\":"
                + " \"http://127.0.0.7/x\"}]}",
            "",
            "");
    try (FakeFixture cloud = answering(row, 200, row.frame())) {
      assertThatThrownBy(() -> cloud.port().nodes())
          .hasMessageContaining("sent a list that continues after an empty page");
    }
  }
}
