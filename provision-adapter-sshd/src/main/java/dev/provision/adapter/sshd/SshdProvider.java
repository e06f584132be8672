package dev.provision.adapter.sshd;

import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.RemoteShellProvider;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;

/// Reaches nodes over Apache MINA SSHD: the provider `mina`.
public final class SshdProvider implements RemoteShellProvider {
  /// For `ServiceLoader`.
  public SshdProvider() {}

  @Override
  public String name() {
    return "mina";
  }

  @Override
  public RemoteShellPort open(Path stateDirectory) {
    return new SshdShellPort();
  }

  @Override
  public void warmUp() {
    // What fails there fails again, and is told, when a connection needs it.
    Thread.ofPlatform().daemon().name("provision-warm-up").start(new FutureTask<>(new WarmUp()));
  }
}
