package dev.provision.adapter.jclouds.digitalocean;

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

/// Droplets, sizes and images of the API in the terms of the port, and back.
final class DigitalOceanMappingTest {
  private static final String DROPLET =
      """
      {"id": 7, "name": "web1", "status": "active", "size_slug": "s-1vcpu-1gb", "vcpus": 1,
       "memory": 1024, "disk": 25, "created_at": "2026-11-23T10:00:00Z",
       "image": {"id": 9, "slug": "debian-13-x64", "name": "13 x64", "distribution": "Debian"},
       "region": {"slug": "fra1", "name": "Frankfurt 1"},
       "networks": {
         "v4": [{"ip_address": "10.0.0.2", "type": "private"},
                {"ip_address": "203.0.113.7", "type": "public"}],
         "v6": [{"ip_address": "2001:db8::7", "type": "public"}]}}
      """;

  @Test
  void a_droplet_is_a_node() {
    assertThat(DigitalOceanMapping.node(JsonValue.parse(DROPLET)))
        .isEqualTo(
            new Node(
                new NodeId("7"),
                "web1",
                Node.State.RUNNING,
                List.of("203.0.113.7", "2001:db8::7"),
                List.of("10.0.0.2"),
                Optional.of(new Image("debian-13-x64", "Debian 13 x64")),
                Optional.of(
                    MappingCase.size(
                        "s-1vcpu-1gb", "s-1vcpu-1gb", 1, 1L << 30, OptionalLong.of(25L << 30))),
                Optional.of(new Location("fra1", "Frankfurt 1")),
                Optional.of(Instant.parse("2026-11-23T10:00:00Z"))));
  }

  @Test
  void a_droplet_needs_an_id_only() {
    assertThat(DigitalOceanMapping.node(JsonValue.parse("{\"id\": 7}")))
        .isEqualTo(MappingCase.bare("7", "7", Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "new, PENDING",
    "active, RUNNING",
    "off, STOPPED",
    "archive, STOPPED",
    "'', UNKNOWN",
    "melting, UNKNOWN"
  })
  void a_status_is_a_state(String status, Node.State state) {
    JsonValue droplet = JsonValue.parse("{\"id\": 7, \"status\": \"" + status + "\"}");

    assertThat(DigitalOceanMapping.node(droplet).state()).isEqualTo(state);
  }

  @Test
  void an_image_without_a_slug_goes_by_its_id_and_one_without_a_name_by_that() {
    assertThat(
            List.of(
                DigitalOceanMapping.image(JsonValue.parse("{\"id\": 9, \"name\": \"mine\"}")),
                DigitalOceanMapping.image(JsonValue.parse("{\"id\": 9}"))))
        .containsExactly(new Image("9", "mine"), new Image("9", "9"));
  }

  @Test
  void a_request_is_a_body_whose_tags_hold_no_other_characters() {
    NodeRequest request = MappingCase.request("debian-13-x64", "s-1vcpu-1gb", "fra1");
    Map<String, String> options = Map.of("tags", "team=a b, web", "networks", "n-1, n-2");

    assertThat(DigitalOceanMapping.body(request, MappingCase.options(options)))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"name": "web1", "region": "fra1", "size": "s-1vcpu-1gb", "image": "debian-13-x64",
                 "ipv6": true, "user_data": "#!/bin/sh", "vpc_uuid": "n-1",
                 "tags": ["provision-token:t-1", "team:a_b", "web"]}
                """));
  }
}
