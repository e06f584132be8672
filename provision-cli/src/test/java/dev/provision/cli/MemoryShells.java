package dev.provision.cli;

import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.RemoteShellProvider;
import dev.provision.ports.shell.ShellSettings;

/// The shells of the nodes in memory.
public final class MemoryShells implements RemoteShellProvider {
  @Override
  public String name() {
    return "memory";
  }

  @Override
  public RemoteShellPort open(ShellSettings settings) {
    return Machine.of(settings.stateDirectory()).shells();
  }
}
