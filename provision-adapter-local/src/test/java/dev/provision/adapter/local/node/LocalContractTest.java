package dev.provision.adapter.local.node;

import dev.provision.ports.cloud.CloudPort;
import dev.provision.testkit.cloud.CloudFixture;
import dev.provision.testkit.cloud.CloudPortContract;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/// Sandboxes on this machine keep the contract that clouds keep.
final class LocalContractTest extends CloudPortContract {
  @TempDir Path directory;

  @Override
  protected CloudFixture fixture() {
    LocalFixture local = new LocalFixture(directory);
    local.create("deploy-probe");
    local.cloud().destroy(local.cloud().nodes().getFirst().id());
    return new CloudFixture() {
      @Override
      public CloudPort port() {
        return local.cloud();
      }

      @Override
      public Set<Missing> missing() {
        return Set.of(Missing.SLOW_START, Missing.LOST_ANSWERS, Missing.REFUSALS);
      }

      @Override
      public void close() {
        local.reopen();
        local.cloud().nodes().forEach(node -> local.cloud().destroy(node.id()));
        local.close();
      }
    };
  }
}
