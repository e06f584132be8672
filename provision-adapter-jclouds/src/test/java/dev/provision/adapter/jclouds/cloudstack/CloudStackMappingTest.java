package dev.provision.adapter.jclouds.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.jclouds.MappingCase;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Virtual machines, offerings and templates of the API in the terms of the port, and back.
final class CloudStackMappingTest {
  private static final String MACHINE =
      """
      {"id": "7", "name": "web1", "state": "Running", "publicip": "203.0.113.7",
       "nic": [{"ipaddress": "10.0.0.2", "ip6address": "2001:db8::7"}],
       "templateid": "t", "templatename": "Debian 13", "serviceofferingid": "s",
       "serviceofferingname": "Small", "zoneid": "z", "zonename": "Zone 1",
       "created": "2026-11-23T11:00:00+0100"}
      """;

  @Test
  void a_machine_is_a_node() {
    Node node = CloudStackMapping.node(JsonValue.parse(MACHINE));

    assertThat(node.id()).isEqualTo(new NodeId("7"));
    assertThat(node.name()).isEqualTo("web1");
    assertThat(node.state()).isEqualTo(Node.State.RUNNING);
    assertThat(node.publicAddresses()).containsExactly("203.0.113.7", "2001:db8::7");
    assertThat(node.privateAddresses()).containsExactly("10.0.0.2");
    assertThat(node.image()).contains(new Image("t", "Debian 13"));
    assertThat(node.size()).hasValueSatisfying(size -> assertThat(size.name()).isEqualTo("Small"));
    assertThat(node.location()).contains(new Location("z", "Zone 1"));
    assertThat(node.createdAt()).contains(Instant.parse("2026-11-23T10:00:00Z"));
  }

  @Test
  void a_machine_needs_an_id_only() {
    assertThat(CloudStackMapping.node(JsonValue.parse("{\"id\": \"7\"}")))
        .isEqualTo(MappingCase.bare("7", "7", Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "Starting, PENDING", "Running, RUNNING", "Migrating, RUNNING", "Stopping, STOPPED",
    "Stopped, STOPPED", "Destroyed, TERMINATED", "Expunging, TERMINATED", "Error, ERROR",
    "Melting, UNKNOWN"
  })
  void a_state_is_one(String name, Node.State state) {
    JsonValue machine = JsonValue.parse("{\"id\": \"7\", \"state\": \"" + name + "\"}");

    assertThat(CloudStackMapping.node(machine).state()).isEqualTo(state);
  }

  @Test
  void an_offering_is_a_size() {
    assertThat(
            CloudStackMapping.size(
                JsonValue.parse(
                    "{\"id\": \"s\", \"name\": \"Small\", \"cpunumber\": 2, \"memory\": 2048}")))
        .isEqualTo(MappingCase.size("s", "Small", 2, 2L << 30, OptionalLong.empty()));
  }

  @Test
  void a_request_is_a_form() {
    NodeRequest request = MappingCase.request("t", "s", "z");
    Map<String, String> options =
        Map.of("networks", "n-1, n-2", "security-groups", "a, b", "disk-size", "20");

    assertThat(CloudStackMapping.form(request, MappingCase.options(options)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "name", "web1",
                "displayname", "web1 [t-1]",
                "zoneid", "z",
                "serviceofferingid", "s",
                "templateid", "t",
                "keypair", "alice",
                "networkids", "n-1,n-2",
                "securitygroupnames", "a,b",
                "rootdisksize", "20",
                "userdata", "IyEvYmluL3No"));
  }
}
