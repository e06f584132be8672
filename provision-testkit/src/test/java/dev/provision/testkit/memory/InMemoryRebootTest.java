package dev.provision.testkit.memory;

import dev.provision.testkit.InMemoryNode;
import dev.provision.testkit.shell.RebootContract;
import dev.provision.testkit.shell.RebootContract.RestartableNode;

/// A host in memory restarts as real ones do.
final class InMemoryRebootTest extends RebootContract {
  @Override
  protected RestartableNode fixture() {
    return new InMemoryNode();
  }
}
