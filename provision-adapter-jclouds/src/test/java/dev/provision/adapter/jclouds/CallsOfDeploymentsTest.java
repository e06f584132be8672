package dev.provision.adapter.jclouds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.jclouds.azure.FakeAzure;
import dev.provision.adapter.jclouds.ec2.FakeEc2;
import dev.provision.adapter.jclouds.openstack.FakeNova;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Which calls it takes to make a node and to see it run: none that image, size and location do not
/// need.
final class CallsOfDeploymentsTest {
  private static final String NOBLE = "Ubuntu 24.04 LTS (Noble Numbat)";
  private static final String GOOGLE = "/compute/v1/projects/demo";
  private static final String AZURE = "/subscriptions/s1/resourceGroups/provision";
  private static final String AZURE_NET = AZURE + "/providers/Microsoft.Network/";
  private static final String AZURE_MACHINE =
      AZURE + "/providers/Microsoft.Compute/virtualMachines/n1";
  private static final String STACK = "GET /client/api ";

  /// What a node is made from, in the words of a user.
  record Words(String image, String size, String location) {}

  static Stream<Arguments> byIds() {
    return Stream.of(
        Arguments.of(
            "nova",
            new Words(FakeNova.NOBLE, "22222222-aaaa-4bbb-8ccc-000000000001", "RegionOne"),
            List.of(
                "POST /v3/auth/tokens",
                "GET /v2.1/p1/images/" + FakeNova.NOBLE,
                "POST /v2.1/p1/servers",
                "GET /v2.1/p1/servers/ID")),
        Arguments.of(
            "ec2",
            new Words("ami-0noble2", "t4g.small", "us-east-1b"),
            List.of("POST / DescribeImages", "POST / RunInstances", "POST / DescribeInstances")),
        Arguments.of(
            "digitalocean",
            new Words("ubuntu-24-04-x64", "s-1vcpu-1gb", "ams3"),
            List.of("POST /v2/droplets", "GET /v2/droplets/ID")),
        Arguments.of(
            "google",
            new Words("debian-cloud/family/debian-13", "e2-micro", "us-central1-a"),
            List.of(
                "POST " + GOOGLE + "/zones/us-central1-a/instances",
                "GET " + GOOGLE + "/zones/us-central1-a/instances/n1")),
        Arguments.of(
            "azure", new Words("Debian:debian-13:13-gen2", "Standard_B1s", "eastus"), azureCalls()),
        Arguments.of(
            "cloudstack",
            new Words(
                "cccccccc-0000-4000-8000-000000000001",
                "bbbbbbbb-0000-4000-8000-000000000001",
                "aaaaaaaa-0000-4000-8000-000000000001"),
            List.of(
                STACK + "listTemplates",
                "POST /client/api deployVirtualMachine",
                STACK + "listVirtualMachines")),
        Arguments.of(
            "docker",
            new Words("lab/ubuntu-sshd:24.04", "1cpu-1gb", "engine"),
            List.of(
                "POST /containers/create",
                "POST /containers/ID/start",
                "GET /containers/json",
                "GET /containers/ID/archive")));
  }

  static Stream<Arguments> byNames() {
    return Stream.of(
        Arguments.of(
            "nova",
            new Words(NOBLE, "m1.tiny", "0"),
            List.of(
                "POST /v3/auth/tokens",
                "GET /v2.1/p1/images/detail",
                "GET /v2.1/p1/flavors/detail",
                "POST /v2.1/p1/servers",
                "GET /v2.1/p1/servers/ID")),
        Arguments.of(
            "ec2",
            new Words(NOBLE, "0", "0"),
            List.of("POST / DescribeImages", "POST / RunInstances", "POST / DescribeInstances")),
        Arguments.of(
            "digitalocean",
            new Words(NOBLE, "0", "New York 3"),
            List.of("GET /v2/regions", "POST /v2/droplets", "GET /v2/droplets/ID")),
        Arguments.of(
            "google",
            new Words(NOBLE, "0", "0"),
            List.of(
                "POST " + GOOGLE + "/zones/us-central1-a/instances",
                "GET " + GOOGLE + "/zones/us-central1-a/instances/n1")),
        Arguments.of(
            "azure",
            new Words(NOBLE, "0", "East US"),
            Stream.concat(Stream.of("GET /subscriptions/s1/locations"), azureCalls().stream())
                .toList()),
        Arguments.of(
            "cloudstack",
            new Words("Ubuntu 24.04 LTS", "Small", "zone1"),
            List.of(
                STACK + "listTemplates",
                STACK + "listServiceOfferings",
                STACK + "listZones",
                "POST /client/api deployVirtualMachine",
                STACK + "listVirtualMachines")),
        Arguments.of(
            "docker",
            new Words(NOBLE, "0", "0"),
            List.of(
                "GET /images/json",
                "POST /containers/create",
                "POST /containers/ID/start",
                "GET /containers/json",
                "GET /containers/ID/archive")));
  }

  /// A machine is made of parts, each by a call; the first asks whether the name is free.
  private static List<String> azureCalls() {
    return List.of(
        "GET " + AZURE_MACHINE,
        "GET " + AZURE_NET + "virtualNetworks/provision-net-eastus",
        "GET " + AZURE,
        "PUT " + AZURE,
        "PUT " + AZURE_NET + "networkSecurityGroups/provision-net-eastus",
        "PUT " + AZURE_NET + "virtualNetworks/provision-net-eastus",
        "PUT " + AZURE_NET + "publicIPAddresses/n1",
        "PUT " + AZURE_NET + "networkInterfaces/n1",
        "PUT " + AZURE_MACHINE,
        "GET " + AZURE_MACHINE,
        "GET " + AZURE_NET + "publicIPAddresses/n1",
        "GET " + AZURE_NET + "networkInterfaces/n1");
  }

  @Test
  void no_cloud_is_missing_without_a_reason() {
    Map<TestedProvider, String> missing =
        Map.of(
            TestedProvider.RACKSPACE_US, "its calls are Nova's",
            TestedProvider.RACKSPACE_UK, "its calls are Nova's",
            TestedProvider.SOFTLAYER, "jclouds asks for every list before it makes a node");
    EveryCloud.assertNoneIsMissing(byIds().map(row -> (String) row.get()[0]), missing);
    EveryCloud.assertNoneIsMissing(byNames().map(row -> (String) row.get()[0]), missing);
  }

  @ParameterizedTest
  @MethodSource({"byIds", "byNames"})
  void a_node_takes_these_calls_and_no_other(String name, Words words, List<String> expected) {
    try (FakeFixture cloud = FakeFixture.named(name)) {
      Node node = deploy(cloud.port(), "n1", words);

      String id = node.id().value();
      assertThat(cloud.cloud().calls())
          .extracting(call -> id.endsWith("n1") ? call : call.replace(id, "ID"))
          .containsExactlyElementsOf(expected);
    }
  }

  @Test
  void an_image_whose_root_disk_is_to_be_larger_is_asked_for_once() {
    FakeEc2 fake = new FakeEc2();
    try (FakeFixture cloud = FakeFixture.ec2(fake, Map.of("disk-size", "12"))) {
      Node _ = deploy(cloud.port(), "n1", new Words("ami-0noble2", "t4g.small", "us-east-1b"));

      assertThat(fake.calls())
          .containsExactly(
              "POST / DescribeImages", "POST / RunInstances", "POST / DescribeInstances");
      assertThat(fake.runs().getFirst())
          .containsEntry("BlockDeviceMapping.1.DeviceName", "/dev/sda1")
          .containsEntry("BlockDeviceMapping.1.Ebs.VolumeSize", "12");
    }
  }

  @Test
  void the_network_of_a_location_is_made_for_its_first_node_at_azure_only() {
    try (FakeFixture cloud = FakeFixture.named("azure")) {
      Node _ = deploy(cloud.port(), "n0", new Words(NOBLE, "0", "eastus"));
      cloud.cloud().forgetCalls();

      Node _ = deploy(cloud.port(), "n1", new Words(NOBLE, "0", "eastus"));

      assertThat(cloud.cloud().calls()).filteredOn(call -> !call.endsWith("/n1")).isEmpty();
    }
  }

  @Test
  void nodes_may_be_in_other_locations_than_the_first_one_at_azure() {
    try (FakeFixture cloud = FakeFixture.named("azure")) {
      Node _ = deploy(cloud.port(), "n0", new Words(NOBLE, "0", "eastus"));
      Node _ = deploy(cloud.port(), "n1", new Words(NOBLE, "0", "westeurope"));

      assertThat(cloud.port().nodes()).extracting(Node::name).containsExactly("n0", "n1");
    }
  }

  @Test
  void addresses_of_a_machine_at_azure_are_asked_for_when_it_runs() {
    FakeAzure fake = new FakeAzure();
    fake.startAfterLooks(3);
    try (FakeFixture cloud = FakeFixture.azure(fake)) {
      Node _ = deploy(cloud.port(), "n1", new Words(NOBLE, "0", "0"));

      assertThat(fake.calls()).filteredOn(("GET " + AZURE_MACHINE)::equals).hasSize(1 + 4);
      assertThat(fake.calls())
          .filteredOn(call -> call.matches("GET .*/(publicIPAddresses|networkInterfaces)/n1"))
          .hasSize(2);
    }
  }

  /// As the domain does it: what the port cannot tell by itself is looked for in lists.
  private static Node deploy(CloudPort port, String name, Words words) {
    Image image =
        port.catalog()
            .image(words.image())
            .orElseGet(() -> named(port.catalog().images(), Image::name, words.image()));
    Size size =
        port.catalog()
            .size(words.size())
            .orElseGet(() -> named(port.catalog().sizes(), Size::name, words.size()));
    Location location =
        port.catalog()
            .location(words.location())
            .orElseGet(
                () ->
                    words.location().equals("0")
                        ? port.catalog().locations().getFirst()
                        : named(port.catalog().locations(), Location::name, words.location()));
    Node made =
        port.create(
            new NodeRequest(
                name,
                "token-" + name,
                image,
                size,
                location,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of()));
    Node _ = port.await(made.id(), Duration.ofMinutes(1)).node();
    return made;
  }

  private static <T> T named(List<T> all, Function<T, String> name, String wanted) {
    return all.stream().filter(one -> name.apply(one).equals(wanted)).findFirst().orElseThrow();
  }
}
