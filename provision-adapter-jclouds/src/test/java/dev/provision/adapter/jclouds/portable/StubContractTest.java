package dev.provision.adapter.jclouds.portable;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.adapter.jclouds.TestedProvider;
import dev.provision.adapter.jclouds.call.Pause;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.testkit.cloud.CloudFixture;
import dev.provision.testkit.cloud.CloudPortContract;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// jclouds' common interface, on its own cloud in memory.
final class StubContractTest extends CloudPortContract {
  /// The cloud in memory is one for the whole process, with nodes by user.
  private static final AtomicInteger USERS = new AtomicInteger();

  @Override
  protected CloudFixture fixture() {
    CloudPort port =
        FakeFixture.opening(Pause.SLEEP)
            .open(
                TestedProvider.STUB,
                FakeFixture.account(
                    TestedProvider.STUB, "user-" + USERS.incrementAndGet(), Map.of()));
    return new CloudFixture() {
      @Override
      public CloudPort port() {
        return port;
      }

      @Override
      public Set<Missing> missing() {
        return Set.of(
            Missing.SLOW_START,
            Missing.LOST_ANSWERS,
            Missing.REFUSALS,
            Missing.UNIQUE_NAMES,
            Missing.LABELS);
      }

      @Override
      public void close() {
        port.close();
      }
    };
  }
}
