package dev.provision.adapter.jclouds.azure;

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

/// Virtual machines and sizes of the API in the terms of the port, and back.
final class AzureMappingTest {
  private static final String MACHINE =
      """
      {"name": "web1", "location": "westeurope",
       "tags": {"provision-image": "Debian 13"},
       "properties": {"provisioningState": "Succeeded", "timeCreated": "2026-11-23T10:00:00Z",
         "hardwareProfile": {"vmSize": "Standard_B1s"},
         "storageProfile": {"imageReference": {"offer": "debian-13"}},
         "instanceView": {"statuses": [{"code": "ProvisioningState/succeeded"},
                                       {"code": "PowerState/running"}]}}}
      """;

  private static JsonValue machine(String provisioning, String power) {
    return JsonValue.parse(
        """
        {"name": "web1", "properties": {"provisioningState": "%s",
         "instanceView": {"statuses": [{"code": "%s"}]}}}
        """
            .formatted(provisioning, power));
  }

  @Test
  void a_machine_is_a_node_with_the_addresses_of_its_name() {
    List<JsonValue> addresses =
        List.of(
            JsonValue.parse(
                "{\"name\": \"web1\", \"properties\": {\"ipAddress\": \"203.0.113.7\"}}"),
            JsonValue.parse(
                "{\"name\": \"web2\", \"properties\": {\"ipAddress\": \"203.0.113.8\"}}"));
    List<JsonValue> interfaces =
        List.of(
            JsonValue.parse(
                """
                {"name": "web1", "properties": {"ipConfigurations": [
                  {"properties": {"privateIPAddress": "10.0.0.2"}}]}}
                """));

    assertThat(AzureMapping.node(JsonValue.parse(MACHINE), addresses, interfaces))
        .isEqualTo(
            new Node(
                new NodeId("web1"),
                "web1",
                Node.State.RUNNING,
                List.of("203.0.113.7"),
                List.of("10.0.0.2"),
                Optional.of(new Image("debian-13", "Debian 13")),
                Optional.of(MappingCase.size("Standard_B1s")),
                Optional.of(new Location("westeurope", "westeurope")),
                Optional.of(Instant.parse("2026-11-23T10:00:00Z"))));
  }

  @ParameterizedTest
  @CsvSource({
    "Creating, PowerState/running, PENDING",
    "Updating, PowerState/running, PENDING",
    "Deleting, PowerState/running, TERMINATED",
    "Failed, PowerState/running, ERROR",
    "Canceled, PowerState/running, ERROR",
    "Succeeded, PowerState/running, RUNNING",
    "Succeeded, ProvisioningState/succeeded, RUNNING",
    "Succeeded, PowerState/starting, PENDING",
    "Succeeded, PowerState/deallocated, STOPPED",
    "Melting, PowerState/running, UNKNOWN"
  })
  void two_statuses_are_a_state(String provisioning, String power, Node.State state) {
    assertThat(AzureMapping.node(machine(provisioning, power), List.of(), List.of()).state())
        .isEqualTo(state);
  }

  @Test
  void a_size_is_one() {
    assertThat(
            AzureMapping.size(
                JsonValue.parse(
                    "{\"name\": \"Standard_B1s\", \"numberOfCores\": 1, \"memoryInMB\": 1024}")))
        .isEqualTo(
            MappingCase.size("Standard_B1s", "Standard_B1s", 1, 1L << 30, OptionalLong.empty()));
  }

  @Test
  void a_request_is_a_body_whose_parts_go_with_the_machine() {
    NodeRequest request = MappingCase.request("Debian:debian-13:13", "Standard_B1s", "westeurope");
    Map<String, String> options = Map.of("tags", "team=a", "disk-size", "40");

    assertThat(AzureMapping.machine(request, MappingCase.options(options), "/nic/1"))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"location": "westeurope", "properties": {
                  "hardwareProfile": {"vmSize": "Standard_B1s"},
                  "storageProfile": {
                    "imageReference": {"publisher": "Debian", "offer": "debian-13", "sku": "13",
                      "version": "latest"},
                    "osDisk": {"createOption": "FromImage", "deleteOption": "Delete",
                      "diskSizeGB": 40}},
                  "osProfile": {"computerName": "web1", "adminUsername": "debian",
                    "linuxConfiguration": {
                      "ssh": {"publicKeys": [{"path": "/home/debian/.ssh/authorized_keys",
                        "keyData": "ssh-ed25519 AAAA alice"}]},
                      "disablePasswordAuthentication": true},
                    "customData": "IyEvYmluL3No"},
                  "networkProfile": {"networkInterfaces": [
                    {"id": "/nic/1", "properties": {"deleteOption": "Delete"}}]}},
                 "tags": {"team": "a", "provision-token": "t-1", "provision-image": "Debian 13"}}
                """));
  }

  @Test
  void an_image_of_ones_own_goes_by_its_id() {
    NodeRequest request = MappingCase.request("/images/mine", "Standard_B1s", "westeurope");

    assertThat(AzureMapping.machine(request, MappingCase.options(Map.of()), "/nic/1").toString())
        .contains("\"imageReference\":{\"id\":\"/images/mine\"}");
  }
}
