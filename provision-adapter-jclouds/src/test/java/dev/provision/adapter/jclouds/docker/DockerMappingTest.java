package dev.provision.adapter.jclouds.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.provision.adapter.jclouds.MappingCase;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An engine's containers and images in the terms of the port, and back.
final class DockerMappingTest {
  private static final String CONTAINER =
      """
      {"Id": "0123456789abcdef", "Names": ["/other/alias", "/web1"], "State": "running",
       "Image": "debian:13", "Created": 1795428000, "Labels": {"provision-size": "1cpu-1gb"},
       "Ports": [{"PrivatePort": 80, "PublicPort": 8080},
                 {"PrivatePort": 22, "PublicPort": 32768, "IP": "0.0.0.0"}],
       "NetworkSettings": {"Networks": {"bridge": {"IPAddress": "172.17.0.2"}}}}
      """;

  private static DockerMapping mapping(Map<String, String> options, String endpoint) {
    return new DockerMapping(MappingCase.options(options), URI.create(endpoint));
  }

  private static DockerMapping remote() {
    return mapping(Map.of(), "https://docker.example:2376");
  }

  @Test
  void a_container_is_a_node_at_its_engines_host() {
    assertThat(remote().node(JsonValue.parse(CONTAINER)))
        .isEqualTo(
            new Node(
                new NodeId("0123456789ab"),
                "web1",
                Node.State.RUNNING,
                List.of("docker.example"),
                List.of("172.17.0.2"),
                Optional.of(new Image("debian:13", "debian:13")),
                Optional.of(
                    MappingCase.size("1cpu-1gb", "1cpu-1gb", 1, 1L << 30, OptionalLong.empty())),
                Optional.of(new Location("engine", "engine")),
                Optional.of(Instant.ofEpochSecond(1795428000))));
    assertThat(remote().publishedPort(JsonValue.parse(CONTAINER))).hasValue(32768);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, docker.example",
    "127.0.0.1, docker.example",
    "'::', docker.example",
    "203.0.113.7, 203.0.113.7"
  })
  void a_port_that_is_published_at_one_address_is_reached_there(String ip, String address) {
    JsonValue container =
        JsonValue.parse(
            """
            {"Id": "1", "Ports": [{"PrivatePort": 22, "PublicPort": 2222, "IP": "%s"}]}
            """
                .formatted(ip));

    assertThat(remote().node(container).publicAddresses()).containsExactly(address);
  }

  @ParameterizedTest
  @CsvSource({
    "created, PENDING", "restarting, PENDING", "running, RUNNING", "paused, STOPPED",
    "exited, STOPPED", "removing, TERMINATED", "dead, ERROR", "melting, UNKNOWN"
  })
  void a_state_is_one(String name, Node.State state) {
    JsonValue container = JsonValue.parse("{\"Id\": \"1\", \"State\": \"" + name + "\"}");

    assertThat(remote().node(container).state()).isEqualTo(state);
  }

  @Test
  void an_image_goes_by_its_tags_or_by_its_id() {
    String tagged = "{\"Id\": \"sha256:1\", \"RepoTags\": [\"debian:13\", \"mine:1\"]}";
    String untagged = "{\"Id\": \"sha256:0123456789abcdef\", \"RepoTags\": [\"<none>:<none>\"]}";

    assertThat(
            Stream.of(tagged, untagged)
                .map(JsonValue::parse)
                .flatMap(DockerMapping::images)
                .map(image -> image.get().id()))
        .containsExactly("debian:13", "mine:1", "0123456789ab");
  }

  @Test
  void a_request_is_a_body_that_publishes_the_port_of_ssh() {
    Map<String, String> options =
        Map.of("tags", "team=a", "ports", "127.0.0.1:8080:80, 53/udp", "command", "exec sshd -D");

    assertThat(
            mapping(options, "unix:///var/run/docker.sock")
                .body(MappingCase.request("debian:13", "1cpu-1gb", "engine")))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"Hostname": "web1", "Image": "debian:13", "Cmd": ["/bin/sh", "-c", "exec sshd -D"],
                 "Labels": {"provision-token": "t-1", "provision-size": "1cpu-1gb", "team": "a"},
                 "ExposedPorts": {"80/tcp": {}, "53/udp": {}, "22/tcp": {}},
                 "HostConfig": {"Privileged": false, "PortBindings": {
                   "80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "8080"}],
                   "53/udp": [{"HostIp": "", "HostPort": ""}],
                   "22/tcp": [{"HostIp": "127.0.0.1", "HostPort": ""}]}}}
                """));
  }

  @Test
  void the_port_of_ssh_is_published_to_whoever_can_reach_a_remote_engine() {
    assertThat(
            remote()
                .body(MappingCase.request("debian:13", "1cpu-1gb", "engine"))
                .getAsJsonObject("HostConfig")
                .get("PortBindings"))
        .isEqualTo(
            JsonParser.parseString("{\"22/tcp\": [{\"HostIp\": \"\", \"HostPort\": \"\"}]}"));
  }
}
