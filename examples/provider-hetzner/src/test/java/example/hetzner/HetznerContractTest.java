package example.hetzner;

import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.testkit.cloud.CloudFixture;
import dev.provision.testkit.cloud.CloudPortContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/// What every provider keeps.
final class HetznerContractTest extends CloudPortContract {
  @TempDir private Path state;

  @Override
  protected CloudFixture fixture() {
    FakeHetzner hetzner = new FakeHetzner();
    Duration noTime = Duration.ofMillis(1);
    CloudPort cloud =
        new HetznerCloud(
            new HetznerApi(hetzner.endpoint(), Secret.of(FakeHetzner.TOKEN), noTime),
            List.of(),
            state.resolve("known_hosts"),
            noTime);
    return new CloudFixture() {
      @Override
      public CloudPort port() {
        return cloud;
      }

      @Override
      public void startSlowly() {
        hetzner.startSlowly(100_000);
      }

      @Override
      public void loseNextAnswer() {
        hetzner.answerOnceAfterCreating(502);
      }

      @Override
      public void refuseAccount() {
        hetzner.refuseTokens();
      }

      @Override
      public void close() {
        cloud.close();
        hetzner.close();
      }
    };
  }
}
