package dev.provision.adapter.jclouds.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.adapter.jclouds.TestedProvider;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Floating addresses of OpenStack: given once, shown as public, gone with their nodes.
final class FloatingAddressesTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final FakeNova fake = new FakeNova();
  private final FakeFixture cloud = wanting("public");

  FloatingAddressesTest() {
    fake.addresses(_ -> "10.20.0.7");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private FakeFixture wanting(String network) {
    return with(Map.of("floating-network", network));
  }

  private FakeFixture with(Map<String, String> more) {
    Map<String, String> options = new java.util.HashMap<>(more);
    options.put("endpoint", fake.url() + "/v3");
    options.put("project", "demo");
    return new FakeFixture(
        TestedProvider.NOVA,
        fake,
        FakeFixture.account(TestedProvider.NOVA, "demo", options),
        "POST .*/servers$",
        Set.of());
  }

  private NodeId made(String name) {
    return cloud.port().create(cloud.request(name, "token-" + name)).id();
  }

  @Test
  void a_new_node_is_given_one_and_is_reached_by_it_although_its_range_is_private() {
    NodeId id = made("web1");

    assertThat(cloud.port().await(id, LIMIT).endpoint().host()).isEqualTo("172.24.4.1");
    assertThat(cloud.port().nodes())
        .singleElement()
        .satisfies(node -> assertThat(node.publicAddresses()).containsExactly("172.24.4.1"))
        .satisfies(node -> assertThat(node.privateAddresses()).containsExactly("10.20.0.7"));
  }

  @Test
  void each_node_has_one_of_its_own_and_a_second_look_takes_no_other() {
    NodeId first = made("web1");
    NodeId second = made("web2");

    for (NodeId id : new NodeId[] {first, second, first}) {
      assertThat(cloud.port().await(id, LIMIT).node().publicAddresses()).hasSize(1);
    }

    assertThat(fake.floatingAddresses()).hasSize(2);
  }

  @Test
  void one_whose_answer_was_lost_is_found_and_not_asked_for_again() {
    NodeId id = made("web1");
    fake.status("POST .*/floatingips", true, 504);

    assertThat(cloud.port().await(id, LIMIT).endpoint().host()).isEqualTo("172.24.4.1");
    assertThat(fake.floatingAddresses()).hasSize(1);
  }

  @Test
  void a_network_service_that_goes_on_failing_is_a_failure_at_the_limit() {
    NodeId id = made("web1");
    fake.status("POST .*/floatingips", false, 503);

    CloudException e =
        catchThrowableOfType(
            CloudException.class, () -> cloud.port().await(id, Duration.ofMillis(1)));

    assertThat(e.failure()).isInstanceOf(CloudFailure.Unavailable.class);
  }

  @Test
  void it_goes_with_its_node_and_no_other_does() {
    NodeId doomed = made("web1");
    NodeId other = made("web2");
    cloud.port().await(doomed, LIMIT);
    cloud.port().await(other, LIMIT);

    cloud.port().destroy(doomed);

    assertThat(fake.floatingAddresses()).containsExactly("172.24.4.2");
  }

  @Test
  void it_goes_with_its_node_even_if_the_account_does_not_want_one_any_more() {
    NodeId doomed = made("web1");
    cloud.port().await(doomed, LIMIT);

    try (CloudPort later = with(Map.of()).port()) {
      assertThat(later.nodes()).extracting(Node::id).containsExactly(doomed);
      later.destroy(doomed);
    }

    assertThat(fake.floatingAddresses()).isEmpty();
  }

  @Test
  void a_network_that_does_not_exist_is_named() {
    try (CloudPort port = wanting("outside").port()) {
      Node made = port.create(cloud.request("web2", "token-web2"));
      CloudException e =
          catchThrowableOfType(CloudException.class, () -> port.await(made.id(), LIMIT));

      assertThat(e.failure()).isInstanceOf(CloudFailure.InvalidRequest.class);
      assertThat(e.failure().reason()).contains("'outside'", "floating-network");
    }
  }
}
