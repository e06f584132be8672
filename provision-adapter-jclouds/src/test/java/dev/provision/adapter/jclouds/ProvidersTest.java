package dev.provision.adapter.jclouds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every provider that is listed can be used.
final class ProvidersTest {
  @Test
  void every_provider_is_found_and_is_tried_below() {
    List<String> found =
        ServiceLoader.load(CloudProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(JcloudsProvider.class::isInstance)
            .map(provider -> provider.names().getFirst())
            .toList();

    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            java.util.stream.Stream.of(TestedProvider.values())
                .map(cloud -> cloud.names().getFirst())
                .toList());
    assertThat(EveryCloud.names().map(EveryCloud::cloud).distinct())
        .containsExactlyInAnyOrderElementsOf(
            java.util.stream.Stream.of(TestedProvider.values())
                .filter(cloud -> cloud != TestedProvider.STUB) // sends no requests
                .toList());
  }

  @ParameterizedTest
  @EnumSource
  void the_page_about_clouds_has_a_row_for(TestedProvider cloud) throws IOException {
    assertThat(Files.readAllLines(Path.of("../docs/clouds.md")))
        .filteredOn(line -> line.startsWith("| `"))
        .anyMatch(line -> line.split("\\|", -1)[1].contains("`" + cloud.names().getFirst() + "`"));
  }

  @Test
  void every_cloud_has_a_fake() {
    EveryCloud.assertNoneIsMissing(FakeFixture.names(), Map.of());
  }

  @ParameterizedTest
  @MethodSource("dev.provision.adapter.jclouds.EveryCloud#names")
  void each_sends_its_first_request(String name) {
    try (RawServer server = RawServer.saying("HTTP/1.1 418 Teapot", "{\"message\": \"teapot\"}");
        CloudPort port = EveryCloud.port(name, server.url())) {
      assertThatThrownBy(port::nodes).hasMessageContaining("(HTTP status 418)");
      assertThat(server.requests()).hasSize(1);
    }
  }
}
