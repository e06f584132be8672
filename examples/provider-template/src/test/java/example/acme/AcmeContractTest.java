package example.acme;

import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.testkit.cloud.CloudFixture;
import dev.provision.testkit.cloud.CloudPortContract;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/// What every provider keeps. Yours: an API that is simulated over HTTP, which can start slowly,
/// lose answers and refuse, so that less is missing.
final class AcmeContractTest extends CloudPortContract {
  @TempDir private Path state;

  @Override
  protected CloudFixture fixture() {
    CloudPort cloud =
        new AcmeCloud(
            new AcmeApi("https://api.acme.example", Secret.of("a-token")),
            state.resolve("known_hosts"));
    return new CloudFixture() {
      @Override
      public CloudPort port() {
        return cloud;
      }

      @Override
      public Set<Missing> missing() {
        return Set.of(Missing.SLOW_START, Missing.LOST_ANSWERS, Missing.REFUSALS, Missing.LABELS);
      }

      @Override
      public void close() {
        cloud.close();
      }
    };
  }
}
