package dev.provision.adapter.jclouds.gce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.provision.adapter.jclouds.MappingCase;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Instances and machine types of the API in the terms of the port, and back.
final class GceMappingTest {
  private static final String INSTANCE =
      """
      {"name": "web1", "zone": "https://g/projects/p/zones/europe-west3-a", "status": "RUNNING",
       "machineType": "https://g/zones/europe-west3-a/machineTypes/e2-small",
       "creationTimestamp": "2026-11-23T11:00:00.000+01:00",
       "networkInterfaces": [{"networkIP": "10.0.0.2", "accessConfigs": [{"natIP": "203.0.113.7"}]}],
       "metadata": {"items": [{"key": "provision-image", "value": "debian-13"},
                              {"key": "provision-token", "value": "t-1"}]}}
      """;

  @Test
  void an_instance_is_a_node_whose_id_has_its_zone() {
    assertThat(GceMapping.node(JsonValue.parse(INSTANCE)))
        .isEqualTo(
            new Node(
                    new NodeId("europe-west3-a/web1"),
                    "web1",
                    Node.State.RUNNING,
                    List.of("203.0.113.7"),
                    List.of("10.0.0.2"),
                    Optional.of(new Image("debian-13", "debian-13")),
                    Optional.of(MappingCase.size("e2-small")),
                    Optional.of(new Location("europe-west3-a", "europe-west3-a")),
                    Optional.of(Instant.parse("2026-11-23T10:00:00Z")))
                .labelled(Map.of("provision-token", "t-1")));
    assertThat(GceMapping.token(JsonValue.parse(INSTANCE))).contains("t-1");
  }

  @Test
  void an_instance_needs_a_name_and_a_zone_only() {
    assertThat(GceMapping.node(JsonValue.parse("{\"name\": \"web1\", \"zone\": \"z\"}")))
        .isEqualTo(MappingCase.bare("z/web1", "web1", Optional.of(new Location("z", "z"))));
  }

  @ParameterizedTest
  @CsvSource({
    "PROVISIONING, PENDING", "STAGING, PENDING", "RUNNING, RUNNING", "SUSPENDING, STOPPED",
    "SUSPENDED, STOPPED", "STOPPED, STOPPED", "TERMINATED, STOPPED", "STOPPING, TERMINATED",
    "REPAIRING, ERROR", "MELTING, UNKNOWN"
  })
  void a_status_is_a_state(String status, Node.State state) {
    JsonValue instance =
        JsonValue.parse("{\"name\": \"web1\", \"zone\": \"z\", \"status\": \"" + status + "\"}");

    assertThat(GceMapping.node(instance).state()).isEqualTo(state);
  }

  @Test
  void a_machine_type_is_a_size() {
    assertThat(
            GceMapping.size(
                JsonValue.parse("{\"name\": \"e2-small\", \"guestCpus\": 2, \"memoryMb\": 2048}")))
        .isEqualTo(MappingCase.size("e2-small", "e2-small", 2, 2L << 30, OptionalLong.empty()));
  }

  @Test
  void a_request_is_a_body_and_its_keys_are_those_of_the_images_user() {
    NodeRequest request = MappingCase.request("debian-cloud/debian-13", "e2-small", "z");
    Map<String, String> options =
        Map.of("tags", "team=a", "security-groups", "ssh", "disk-size", "20");

    assertThat(GceMapping.body(request, MappingCase.options(options), "projects/p"))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"name": "web1", "machineType": "zones/z/machineTypes/e2-small",
                 "disks": [{"boot": true, "autoDelete": true, "initializeParams": {
                   "sourceImage": "projects/debian-cloud/global/images/debian-13",
                   "diskSizeGb": 20}}],
                 "networkInterfaces": [{"network": "global/networks/default", "accessConfigs": [
                   {"type": "ONE_TO_ONE_NAT", "name": "External NAT"}]}],
                 "metadata": {"items": [
                   {"key": "provision-token", "value": "t-1"},
                   {"key": "provision-image", "value": "Debian 13"},
                   {"key": "user-data", "value": "#!/bin/sh"},
                   {"key": "ssh-keys", "value": "debian:ssh-ed25519 AAAA alice"}]},
                 "labels": {"team": "a"}, "tags": {"items": ["ssh"]}}
                """));
  }

  @Test
  void a_node_to_be_reached_by_its_private_address_gets_no_other() {
    NodeRequest request = MappingCase.request("p/i", "e2-small", "z");

    assertThat(
            GceMapping.body(request, MappingCase.options(Map.of("address", "private")), "p")
                .toString())
        .doesNotContain("accessConfigs");
  }
}
