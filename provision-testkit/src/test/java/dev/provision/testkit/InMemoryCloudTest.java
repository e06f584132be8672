package dev.provision.testkit;

import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import java.util.Set;

/// The cloud in memory keeps the contract that real ones keep.
final class InMemoryCloudTest extends CloudPortContract {
  @Override
  protected CloudFixture fixture() {
    InMemoryCloud cloud = new InMemoryCloud("Debian 12", "Ubuntu 24.04");
    return new CloudFixture() {
      @Override
      public CloudPort port() {
        return cloud;
      }

      @Override
      public Set<Missing> missing() {
        return Set.of(Missing.SLOW_START, Missing.LOST_ANSWERS);
      }

      @Override
      public void refuseAccount() {
        cloud.fail("nodes", new CloudFailure.Unauthorized("listing the nodes", "refused"));
      }

      @Override
      public void close() {
        cloud.close();
      }
    };
  }
}
