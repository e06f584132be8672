package dev.provision.adapter.sshd.apply;

import dev.provision.testkit.shell.RebootContract;
import dev.provision.testkit.shell.RebootContract.RestartableNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// The runner of real nodes keeps the contract of restarts.
final class RestartingNodeTest extends RebootContract {
  @TempDir private Path temporary;

  @Override
  protected RestartableNode fixture() throws IOException {
    return new RestartingNode(temporary, "/bin/sh");
  }
}
