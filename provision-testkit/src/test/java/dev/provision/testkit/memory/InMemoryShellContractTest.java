package dev.provision.testkit.memory;

import dev.provision.testkit.InMemoryNode;
import dev.provision.testkit.shell.RemoteShellPortContract;
import dev.provision.testkit.shell.ShellFixture;

/// The shell in memory keeps the contract that real ones keep.
final class InMemoryShellContractTest extends RemoteShellPortContract {
  @Override
  protected ShellFixture fixture() {
    return new InMemoryNode();
  }
}
