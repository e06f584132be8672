package dev.provision.testkit;

/// The shell in memory keeps the contract that real ones keep.
final class InMemoryShellContractTest extends RemoteShellPortContract {
  @Override
  protected ShellFixture fixture() {
    return new InMemoryNode();
  }
}
