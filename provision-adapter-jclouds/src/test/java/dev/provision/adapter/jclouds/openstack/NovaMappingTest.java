package dev.provision.adapter.jclouds.openstack;

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

/// Nova's servers, flavors and images in the terms of the port, and back.
final class NovaMappingTest {
  private static final String SERVER =
      """
      {"id": "7", "name": "web1", "status": "ACTIVE", "image": {"id": "i", "name": "Debian 13"},
       "flavor": {"id": "f"}, "created": "2026-11-23T10:00:00Z"}
      """;

  private static Node node(String server) {
    JsonValue parsed = JsonValue.parse(server);
    return NovaMapping.node(new NodeId("r/7"), "r", parsed, NovaAddresses.of(parsed));
  }

  @Test
  void a_server_is_a_node() {
    assertThat(node(SERVER))
        .isEqualTo(
            new Node(
                new NodeId("r/7"),
                "web1",
                Node.State.RUNNING,
                List.of(),
                List.of(),
                Optional.of(new Image("i", "Debian 13")),
                Optional.of(MappingCase.size("f")),
                Optional.of(new Location("r", "r")),
                Optional.of(Instant.parse("2026-11-23T10:00:00Z"))));
  }

  @Test
  void a_server_that_was_started_from_a_volume_has_no_image() {
    assertThat(node("{\"id\": \"7\", \"image\": \"\"}"))
        .isEqualTo(MappingCase.bare("r/7", "7", Optional.of(new Location("r", "r"))));
  }

  @ParameterizedTest
  @CsvSource({
    "ACTIVE, RUNNING",
    "PASSWORD, RUNNING",
    "REBOOT, RUNNING",
    "HARD_REBOOT, RUNNING",
    "MIGRATING, RUNNING",
    "RESIZE, RUNNING",
    "VERIFY_RESIZE, RUNNING",
    "REVERT_RESIZE, RUNNING",
    "RESCUE, RUNNING",
    "BUILD, PENDING",
    "REBUILD, PENDING",
    "SUSPENDED, STOPPED",
    "PAUSED, STOPPED",
    "SHUTOFF, STOPPED",
    "STOPPED, STOPPED",
    "SHELVED, STOPPED",
    "SHELVED_OFFLOADED, STOPPED",
    "DELETED, TERMINATED",
    "SOFT_DELETED, TERMINATED",
    "ERROR, ERROR",
    "MELTING, UNKNOWN"
  })
  void a_status_is_a_state(String status, Node.State state) {
    assertThat(node("{\"id\": \"7\", \"status\": \"" + status + "\"}").state()).isEqualTo(state);
  }

  @Test
  void a_flavor_is_a_size() {
    assertThat(
            NovaMapping.size(
                JsonValue.parse(
                    """
                    {"id": "f", "name": "m1.small", "vcpus": 1, "ram": 2048, "disk": 20}
                    """)))
        .isEqualTo(MappingCase.size("f", "m1.small", 1, 2L << 30, OptionalLong.of(20L << 30)));
  }

  @Test
  void a_request_is_a_body() {
    NodeRequest request = MappingCase.request("i", "f", "r");
    Map<String, String> options =
        Map.of(
            "tags",
            "team=a",
            "networks",
            "n-1, n-2",
            "security-groups",
            "ssh",
            "availability-zone",
            "z",
            "config-drive",
            "true");

    assertThat(NovaMapping.body(request, MappingCase.options(options)))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"server": {"name": "web1", "imageRef": "i", "flavorRef": "f",
                  "metadata": {"team": "a", "provision-token": "t-1"},
                  "user_data": "IyEvYmluL3No", "key_name": "alice", "availability_zone": "z",
                  "security_groups": [{"name": "ssh"}],
                  "networks": [{"uuid": "n-1"}, {"uuid": "n-2"}], "config_drive": true}}
                """));
  }

  @Test
  void a_disk_of_another_size_is_a_volume_that_goes_with_the_node() {
    NodeRequest request = MappingCase.request("i", "f", "r");

    assertThat(NovaMapping.body(request, MappingCase.options(Map.of("disk-size", "20"))))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"server": {"name": "web1", "imageRef": "", "flavorRef": "f",
                  "metadata": {"provision-token": "t-1"}, "user_data": "IyEvYmluL3No",
                  "key_name": "alice", "block_device_mapping_v2": [{"uuid": "i",
                    "source_type": "image", "destination_type": "volume", "boot_index": 0,
                    "volume_size": 20, "delete_on_termination": true}]}}
                """));
  }
}
