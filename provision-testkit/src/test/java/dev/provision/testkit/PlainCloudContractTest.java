package dev.provision.testkit;

import dev.provision.ports.cloud.CloudPort;
import dev.provision.testkit.cloud.CloudFixture;
import dev.provision.testkit.cloud.CloudPortContract;
import dev.provision.testkit.memory.InMemoryCloud;
import java.util.OptionalInt;
import java.util.Set;

/// A cloud that lacks all that a cloud may lack keeps the contract, too, and one with user data.
final class PlainCloudContractTest extends CloudPortContract {
  @Override
  protected CloudFixture fixture() {
    InMemoryCloud cloud =
        new InMemoryCloud("Debian 12")
            .withoutTokens()
            .allowSameNames()
            .takingUserData(OptionalInt.of(100));
    return new CloudFixture() {
      @Override
      public CloudPort port() {
        return cloud;
      }

      @Override
      public Set<Missing> missing() {
        return Set.of(
            Missing.SLOW_START,
            Missing.LOST_ANSWERS,
            Missing.REFUSALS,
            Missing.UNIQUE_NAMES,
            Missing.TOKENS);
      }

      @Override
      public void close() {
        cloud.close();
      }
    };
  }
}
