package dev.provision.adapter.sshd;

import dev.provision.adapter.sshd.login.UserKeySigner;
import dev.provision.adapter.sshd.time.TimeLimits;
import dev.provision.ports.shell.KeySigner;
import dev.provision.ports.shell.LocalUser;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.RemoteShellProvider;
import dev.provision.ports.shell.ShellSettings;
import java.util.Optional;
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
  public RemoteShellPort open(ShellSettings settings) {
    return new SshdShellPort(settings, TimeLimits.usual());
  }

  @Override
  public Optional<KeySigner> signer(LocalUser user) {
    return Optional.of(new UserKeySigner(user, TimeLimits.usual()));
  }

  @Override
  public void warmUp() {
    // What fails there fails again, and is told, when a connection needs it.
    Thread.ofPlatform().daemon().name("provision-warm-up").start(new FutureTask<>(new SshWarmUp()));
  }
}
