package dev.provision.adapter.local.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.FleetPlace;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.Privilege;
import dev.provision.ports.shell.SshEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The life of nodes that are hosts of an inventory. No host is contacted.
class HostsCloudTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Path KNOWN = Path.of("/home/me/.ssh/known_hosts");

  @TempDir Path directory;

  private HostsOptions options(String hosts) {
    return new HostsOptions(
        Inventory.parse(hosts), false, KNOWN, Optional.empty(), new Privilege.None());
  }

  private HostsCloud cloud(HostsOptions options) {
    return new HostsCloud(
        options, directory.resolve("state"), InstantSource.fixed(NOW), new Random());
  }

  private HostsCloud cloud(String hosts) {
    return cloud(options(hosts));
  }

  static NodeRequest request(String name, String token, Optional<String> userData) {
    return new NodeRequest(
        name,
        token,
        new Image("existing", "existing"),
        new Size(
            "existing",
            "existing",
            OptionalDouble.empty(),
            OptionalLong.empty(),
            OptionalLong.empty()),
        new Location("inventory", "inventory"),
        userData,
        Optional.empty(),
        List.of(),
        Map.of());
  }

  private static NodeRequest request(String name) {
    return request(name, "token of " + name, Optional.empty());
  }

  private static SshEndpoint endpoint(HostsCloud cloud, Node node) {
    return cloud.await(node.id(), Duration.ZERO).endpoint();
  }

  @Test
  void hosts_are_taken_in_the_inventorys_order() {
    HostsCloud cloud = cloud("one=192.0.2.1\ntwo=192.0.2.2");

    Node first = cloud.create(request("web1"));
    Node second = cloud.create(request("web2"));

    assertThat(first.name()).isEqualTo("web1");
    assertThat(first.state()).isEqualTo(Node.State.RUNNING);
    assertThat(first.publicAddresses()).containsExactly("192.0.2.1");
    assertThat(first.createdAt()).contains(NOW);
    assertThat(second.publicAddresses()).containsExactly("192.0.2.2");
    assertThat(second.id()).isNotEqualTo(first.id());
  }

  private static NodeRequest placed(String fleet, int index, int count) {
    return request(fleet + "-" + index).labelled(new FleetPlace(fleet, index, count).labels());
  }

  @Test
  void the_nodes_of_a_fleet_get_hosts_in_the_inventorys_order_whatever_the_order_of_requests() {
    HostsCloud cloud = cloud("h1\nh2\nh3\nh4\nh5\nh6");
    cloud.create(request("other"));

    Map<Integer, String> got = new TreeMap<>();
    for (int index : List.of(3, 1, 2)) {
      got.put(index, cloud.create(placed("web", index, 3)).publicAddresses().getFirst());
    }

    assertThat(got).containsExactly(entry(1, "h2"), entry(2, "h3"), entry(3, "h4"));
    assertThat(cloud.create(placed("db", 2, 2)).publicAddresses()).containsExactly("h6");
    assertThat(cloud.create(placed("db", 1, 2)).publicAddresses()).containsExactly("h5");
  }

  @Test
  void a_fleet_that_is_larger_than_what_is_free_takes_what_there_is() {
    HostsCloud cloud = cloud("h1\nh2");

    assertThat(cloud.create(placed("web", 3, 3)).publicAddresses()).containsExactly("h1");
    assertThat(cloud.create(placed("web", 1, 3)).publicAddresses()).containsExactly("h2");
    assertThatThrownBy(() -> cloud.create(placed("web", 2, 3)))
        .hasMessageContaining("all hosts of the inventory are in use");
  }

  @Test
  void what_the_cloud_offers_is_what_a_request_may_ask_for() {
    HostsCloud cloud = cloud("192.0.2.1");
    NodeRequest offered =
        new NodeRequest(
            "web1",
            "t",
            cloud.catalog().images().getFirst(),
            cloud.catalog().sizes().getFirst(),
            cloud.catalog().locations().getFirst(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of());

    Node node = cloud.create(offered);

    assertThat(node.image()).contains(offered.image());
    assertThat(node.size()).contains(offered.size());
    assertThat(node.location()).contains(offered.location());
  }

  @Test
  void where_no_host_is_free_the_refusal_says_who_has_them() {
    HostsCloud cloud = cloud("one=192.0.2.1\n192.0.2.2");
    cloud.create(request("web1"));
    cloud.create(request("web2"));

    CloudFailure failure = failure(() -> cloud.create(request("web3")));

    assertThat(failure).isInstanceOf(CloudFailure.QuotaExceeded.class);
    assertThat(failure.doing()).isEqualTo("creating node web3");
    assertThat(failure.reason())
        .contains("web1 has one (192.0.2.1), web2 has 192.0.2.2", "destroy");
    assertThat(cloud.nodes()).hasSize(2);
  }

  @Test
  void a_host_that_was_given_back_is_taken_again() {
    HostsCloud cloud = cloud("192.0.2.1");
    Node node = cloud.create(request("web1"));

    cloud.destroy(node.id());
    cloud.destroy(node.id());

    assertThat(cloud.nodes()).isEmpty();
    assertThat(cloud.create(request("web2")).publicAddresses()).containsExactly("192.0.2.1");
  }

  @Test
  void a_host_stays_taken_when_the_program_has_ended() {
    Node node = cloud("192.0.2.1").create(request("web1"));

    HostsCloud next = cloud("192.0.2.1");

    assertThat(next.nodes()).containsExactly(node);
    assertThat(failure(() -> next.create(request("web2"))))
        .isInstanceOf(CloudFailure.QuotaExceeded.class);
  }

  @Test
  void a_machine_is_the_same_under_another_name_and_user() {
    cloud("one=me@web1.example").create(request("web1"));

    assertThat(failure(() -> cloud("two=WEB1.example").create(request("web2"))))
        .isInstanceOf(CloudFailure.QuotaExceeded.class);
  }

  @Test
  void a_host_that_left_the_inventory_is_still_the_nodes_until_it_is_given_back() {
    Node node = cloud("me@192.0.2.1:2222").create(request("web1"));
    HostsCloud next = cloud("");

    assertThat(next.nodes()).containsExactly(node);
    assertThat(endpoint(next, node).toString()).isEqualTo("me@192.0.2.1:2222");
    next.destroy(node.id());
    assertThat(next.nodes()).isEmpty();
  }

  @Test
  void without_an_inventory_no_node_is_made_and_the_option_is_named() {
    CloudFailure failure = failure(() -> cloud("").create(request("web1")));

    assertThat(failure).isInstanceOf(CloudFailure.InvalidRequest.class);
    assertThat(failure.reason()).contains("option hosts is empty", "[NAME=][USER@]HOST[:PORT]");
  }

  @Test
  void a_repeated_request_gets_the_same_node() {
    NodeRequest request = request("web1");
    Node node = cloud("192.0.2.1\n192.0.2.2").create(request);

    assertThat(cloud("192.0.2.1\n192.0.2.2").create(request)).isEqualTo(node);
    assertThat(cloud("192.0.2.1\n192.0.2.2").nodes()).containsExactly(node);
  }

  @Test
  void a_name_in_use_is_refused() {
    HostsCloud cloud = cloud("192.0.2.1\n192.0.2.2");
    cloud.create(request("web1"));

    CloudFailure failure =
        failure(() -> cloud.create(request("web1", "another token", Optional.empty())));

    assertThat(failure).isInstanceOf(CloudFailure.NameTaken.class);
    assertThat(failure.reason()).contains("web1", "choose another name");
    assertThat(cloud.nodes()).hasSize(1);
  }

  @Test
  void what_an_existing_machine_cannot_have_is_refused_before_a_host_is_taken() {
    HostsCloud cloud = cloud("192.0.2.1");
    NodeRequest wrongImage =
        new NodeRequest(
            "web1",
            "t",
            new Image("debian", "Debian"),
            cloud.catalog().sizes().getFirst(),
            cloud.catalog().locations().getFirst(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of());

    assertThat(failure(() -> cloud.create(request("web1", "t", Optional.of("#cloud-config")))))
        .isInstanceOf(CloudFailure.InvalidRequest.class)
        .extracting(CloudFailure::reason)
        .asString()
        .contains("user data");
    assertThat(failure(() -> cloud.create(request("../web1"))))
        .isInstanceOf(CloudFailure.InvalidRequest.class);
    assertThat(failure(() -> cloud.create(wrongImage))).isInstanceOf(CloudFailure.NotFound.class);
    assertThat(cloud.nodes()).isEmpty();
  }

  @Test
  void a_node_that_is_not_there_cannot_be_awaited() {
    assertThat(failure(() -> cloud("192.0.2.1").await(new NodeId("nope"), Duration.ZERO)))
        .isInstanceOf(CloudFailure.NotFound.class);
  }

  @Test
  void user_address_and_port_of_the_entry_are_those_of_the_endpoint() {
    HostsCloud cloud = cloud("six=admin@[2001:db8::1]:2222\nweb2");

    SshEndpoint six = endpoint(cloud, cloud.create(request("web1")));
    SshEndpoint plain = endpoint(cloud, cloud.create(request("web2")));

    assertThat(six.user()).contains("admin");
    assertThat(six.host()).isEqualTo("2001:db8::1");
    assertThat(six.hostName()).isEqualTo("2001:db8::1");
    assertThat(six.port()).hasValue(2222);
    assertThat(six.privilege()).isEqualTo(new Privilege.None());
    assertThat(six.logins()).isEmpty();
    assertThat(plain.toString()).isEqualTo("web2");
  }

  @Test
  void a_given_key_is_tried_first_and_sudo_is_passed_on() {
    Path key = Path.of("/home/me/keys/lab");
    HostsCloud cloud =
        cloud(
            new HostsOptions(
                Inventory.parse("me@web1"),
                false,
                KNOWN,
                Optional.of(key),
                new Privilege.Sudo(Optional.empty())));

    SshEndpoint endpoint = endpoint(cloud, cloud.create(request("web1")));

    assertThat(endpoint.logins())
        .singleElement()
        .isInstanceOfSatisfying(
            Login.KeyFile.class, login -> assertThat(login.file()).isEqualTo(key));
    assertThat(endpoint.privilege()).isEqualTo(new Privilege.Sudo(Optional.empty()));
  }

  @Test
  void only_known_hosts_are_trusted_unless_new_ones_are_to_be_accepted() {
    Path recorded = directory.resolve("state/known_hosts");
    HostsCloud strict = cloud("web1");
    Node node = strict.create(request("web1"));
    HostsCloud accepting =
        cloud(
            new HostsOptions(
                Inventory.parse("web1"), true, KNOWN, Optional.empty(), new Privilege.None()));

    assertThat(endpoint(strict, node).trust())
        .isEqualTo(new HostTrust.KnownHosts(List.of(KNOWN, recorded)));
    assertThat(endpoint(accepting, node).trust())
        .isEqualTo(new HostTrust.AcceptNew(List.of(KNOWN), recorded));
  }

  private static CloudFailure failure(ThrowingCallable call) {
    CloudFailure[] failure = new CloudFailure[1];
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(CloudException.class, e -> failure[0] = e.failure());
    return failure[0];
  }

  @Test
  void machines_that_are_nobodys_node_can_be_reached_and_are_not_listed() {
    HostsCloud cloud = cloud("db1=admin@192.0.2.1\nroot@web.test");
    Node taken = cloud.create(request("mine"));

    assertThat(cloud.nodes()).extracting(Node::name).containsExactly("mine");
    assertThat(cloud.reachableNodes()).extracting(Node::name).containsExactly("mine", "web.test");
    Node free = cloud.reachableNodes().getLast();
    assertThat(endpoint(cloud, free)).hasToString("root@web.test");
    cloud.destroy(free.id());
    assertThat(cloud.reachableNodes()).hasSize(2);
    cloud.destroy(taken.id());
    assertThat(cloud.reachableNodes()).extracting(Node::name).containsExactly("db1", "web.test");
  }
}
