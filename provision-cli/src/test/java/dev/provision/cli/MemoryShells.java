package dev.provision.cli;

import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.RemoteShellProvider;
import java.nio.file.Path;

/// The shells of the nodes in memory.
public final class MemoryShells implements RemoteShellProvider {
  @Override
  public String name() {
    return "memory";
  }

  @Override
  public RemoteShellPort open(Path stateDirectory) {
    return Machine.of(stateDirectory).shells();
  }
}
