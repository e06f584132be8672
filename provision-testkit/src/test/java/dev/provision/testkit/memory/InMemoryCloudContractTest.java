package dev.provision.testkit.memory;

import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.testkit.cloud.CloudFixture;
import dev.provision.testkit.cloud.CloudPortContract;
import java.time.Duration;

/// The cloud in memory keeps the contract that real ones keep.
final class InMemoryCloudContractTest extends CloudPortContract {
  @Override
  protected CloudFixture fixture() {
    InMemoryCloud cloud = new InMemoryCloud("Debian 12", "Ubuntu 24.04");
    return new CloudFixture() {
      @Override
      public CloudPort port() {
        return cloud;
      }

      @Override
      public void startSlowly() {
        cloud.pendingFor(Duration.ofHours(1));
      }

      @Override
      public void loseNextAnswer() {
        cloud.inject(
            CloudFault.of(CloudOperation.CREATE, new CloudFailure.Unavailable("creating", "502"))
                .afterEffect()
                .times(1));
      }

      @Override
      public void refuseAccount() {
        cloud.fail(
            CloudOperation.NODES, new CloudFailure.Unauthorized("listing the nodes", "refused"));
      }

      @Override
      public void close() {
        cloud.close();
      }
    };
  }
}
