package dev.provision.library;

import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.RemoteShellProvider;
import dev.provision.ports.shell.ShellSettings;
import dev.provision.testkit.memory.InMemoryShell;
import dev.provision.testkit.memory.InMemoryShell.Answer;

/// Shells in memory whose scripts say their own text, and fail if it holds `exit 7`.
public final class MemoryShells implements RemoteShellProvider {
  @Override
  public String name() {
    return "memory";
  }

  @Override
  public RemoteShellPort open(ShellSettings settings) {
    return new InMemoryShell(
        call -> new Answer(call.text().contains("exit 7") ? 7 : 0, call.text(), "oh"));
  }
}
