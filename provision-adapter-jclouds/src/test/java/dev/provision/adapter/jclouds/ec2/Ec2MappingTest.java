package dev.provision.adapter.jclouds.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.jclouds.MappingCase;
import dev.provision.adapter.jclouds.answer.XmlElement;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Instances and instance types of the API in the terms of the port, and back.
final class Ec2MappingTest {
  private static final String INSTANCE =
      """
      <item>
        <instanceId>i-7</instanceId><imageId>ami-1</imageId><instanceType>t3.nano</instanceType>
        <instanceState><name>running</name></instanceState>
        <ipAddress>203.0.113.7</ipAddress><privateIpAddress>10.0.0.2</privateIpAddress>
        <placement><availabilityZone>eu-central-1a</availabilityZone></placement>
        <launchTime>2026-11-23T10:00:00.000Z</launchTime>
        <tagSet><item><key>Name</key><value>web1</value></item></tagSet>
        <networkInterfaceSet><item><ipv6AddressesSet>
          <item><ipv6Address>2001:db8::7</ipv6Address></item>
        </ipv6AddressesSet></item></networkInterfaceSet>
      </item>
      """;

  @Test
  void an_instance_is_a_node_named_by_a_tag() {
    assertThat(Ec2Mapping.node(XmlElement.parse(INSTANCE)))
        .isEqualTo(
            new Node(
                new NodeId("i-7"),
                "web1",
                Node.State.RUNNING,
                List.of("203.0.113.7", "2001:db8::7"),
                List.of("10.0.0.2"),
                Optional.of(new Image("ami-1", "ami-1")),
                Optional.of(MappingCase.size("t3.nano")),
                Optional.of(new Location("eu-central-1a", "eu-central-1a")),
                Optional.of(Instant.parse("2026-11-23T10:00:00Z"))));
  }

  @Test
  void an_instance_needs_an_id_only() {
    assertThat(Ec2Mapping.node(XmlElement.parse("<item><instanceId>i-7</instanceId></item>")))
        .isEqualTo(MappingCase.bare("i-7", "i-7", Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "pending, PENDING",
    "running, RUNNING",
    "stopping, STOPPED",
    "stopped, STOPPED",
    "shutting-down, TERMINATED",
    "terminated, TERMINATED",
    "melting, UNKNOWN"
  })
  void a_state_is_one(String name, Node.State state) {
    XmlElement instance =
        XmlElement.parse(
            "<item><instanceId>i-7</instanceId><instanceState><name>%s</name></instanceState></item>"
                .formatted(name));

    assertThat(Ec2Mapping.node(instance).state()).isEqualTo(state);
  }

  @Test
  void a_reservation_without_instances_stands_for_one_and_hides_no_other() {
    XmlElement answer =
        XmlElement.parse(
            """
            <answer><reservationSet>
              <item><reservationId>r-1</reservationId></item>
              <item><instancesSet><item><instanceId>i-7</instanceId></item></instancesSet></item>
            </reservationSet></answer>
            """);

    assertThat(Ec2Mapping.instances(answer))
        .extracting(one -> one.text("reservationId").or(() -> one.text("instanceId")))
        .containsExactly(Optional.of("r-1"), Optional.of("i-7"));
  }

  @Test
  void a_request_is_a_form() {
    NodeRequest request = MappingCase.request("ami-1", "t3.nano", "eu-central-1a");
    Map<String, String> options =
        Map.of("tags", "team=a", "security-groups", "sg-1, web, sg-2", "disk-size", "20");

    assertThat(
            Ec2Mapping.form(
                request, MappingCase.options(options), "eu-central-1", Optional.of("/dev/xvda")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("ImageId", "ami-1"),
                Map.entry("InstanceType", "t3.nano"),
                Map.entry("MinCount", "1"),
                Map.entry("MaxCount", "1"),
                Map.entry("ClientToken", "t-1"),
                Map.entry("KeyName", "alice"),
                Map.entry("Placement.AvailabilityZone", "eu-central-1a"),
                Map.entry("SecurityGroupId.1", "sg-1"),
                Map.entry("SecurityGroup.1", "web"),
                Map.entry("SecurityGroupId.2", "sg-2"),
                Map.entry("TagSpecification.1.ResourceType", "instance"),
                Map.entry("TagSpecification.1.Tag.1.Key", "Name"),
                Map.entry("TagSpecification.1.Tag.1.Value", "web1"),
                Map.entry("TagSpecification.1.Tag.2.Key", "provision-token"),
                Map.entry("TagSpecification.1.Tag.2.Value", "t-1"),
                Map.entry("TagSpecification.1.Tag.3.Key", "team"),
                Map.entry("TagSpecification.1.Tag.3.Value", "a"),
                Map.entry("UserData", "IyEvYmluL3No"),
                Map.entry("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
                Map.entry("BlockDeviceMapping.1.Ebs.VolumeSize", "20"),
                Map.entry("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true")));
  }

  @Test
  void a_location_that_is_the_whole_region_names_no_zone() {
    NodeRequest request = MappingCase.request("ami-1", "t3.nano", "eu-central-1");

    assertThat(
            Ec2Mapping.form(
                request, MappingCase.options(Map.of()), "eu-central-1", Optional.empty()))
        .doesNotContainKey("Placement.AvailabilityZone");
  }
}
