package dev.provision.adapter.local.hosts;

import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.shell.Privilege;
import dev.provision.testkit.cloud.CloudFixture;
import dev.provision.testkit.cloud.CloudPortContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

/// Machines of an inventory keep the contract that clouds keep.
final class HostsContractTest extends CloudPortContract {
  private static final int MACHINES = 10;

  @TempDir Path directory;

  @Override
  protected CloudFixture fixture() {
    String inventory =
        IntStream.rangeClosed(1, MACHINES)
            .mapToObj(i -> "m%s=192.0.2.%s".formatted(i, i))
            .collect(Collectors.joining("\n"));
    HostsCloud cloud =
        new HostsCloud(
            new HostsOptions(
                Inventory.parse(inventory),
                false,
                directory.resolve("known_hosts"),
                Optional.empty(),
                new Privilege.None()),
            directory.resolve("state"),
            InstantSource.system(),
            new Random(1));
    return new CloudFixture() {
      @Override
      public CloudPort port() {
        return cloud;
      }

      @Override
      public Set<Missing> missing() {
        return Set.of(Missing.SLOW_START, Missing.LOST_ANSWERS, Missing.REFUSALS);
      }

      @Override
      public void close() {
        cloud.close();
      }
    };
  }
}
