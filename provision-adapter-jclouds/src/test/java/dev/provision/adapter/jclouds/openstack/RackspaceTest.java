package dev.provision.adapter.jclouds.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.adapter.jclouds.TestedProvider;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Location;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What of Rackspace is not as in other clouds with Nova.
final class RackspaceTest {
  private final FakeNova fake = new FakeNova();

  @AfterEach
  void stop() {
    fake.close();
  }

  private CloudPort open(TestedProvider cloud, String key) {
    CloudAccount plain =
        FakeFixture.account(cloud, "demo", Map.of("endpoint", fake.url() + "/v2.0/"));
    return FakeFixture.opening(_ -> {})
        .open(
            cloud,
            new CloudAccount(
                plain.provider(),
                plain.userid(),
                Optional.of(Secret.of(key)),
                plain.options(),
                plain.stateDirectory()));
  }

  @ParameterizedTest
  @EnumSource(names = {"RACKSPACE_US", "RACKSPACE_UK"})
  void regions_are_those_of_the_newer_of_its_two_compute_services(TestedProvider cloud) {
    try (CloudPort port = open(cloud, "secret")) {
      assertThat(port.catalog().locations()).extracting(Location::id).containsExactly("DFW");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RACKSPACE_US", "RACKSPACE_UK"})
  void a_wrong_key_is_refused_at_once(TestedProvider cloud) {
    try (CloudPort port = open(cloud, "another")) {
      assertThatThrownBy(port::nodes)
          .isInstanceOfSatisfying(
              CloudException.class,
              e -> assertThat(e.failure()).isInstanceOf(CloudFailure.Unauthorized.class));
      assertThat(fake.calls()).containsExactly("POST /v2.0/tokens");
    }
  }
}
