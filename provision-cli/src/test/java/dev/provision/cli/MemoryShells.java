package dev.provision.cli;

import dev.provision.ports.shell.KeySigner;
import dev.provision.ports.shell.LocalUser;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.RemoteShellProvider;
import dev.provision.ports.shell.ShellSettings;
import java.util.Optional;
import java.util.ServiceLoader;

/// The shells of the nodes in memory. Keys sign as they do for users.
public final class MemoryShells implements RemoteShellProvider {
  @Override
  public String name() {
    return "memory";
  }

  @Override
  public RemoteShellPort open(ShellSettings settings) {
    return Machine.of(settings.stateDirectory()).shells();
  }

  @Override
  public Optional<KeySigner> signer(LocalUser user) {
    return ServiceLoader.load(RemoteShellProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> !provider.name().equals(name()))
        .findFirst()
        .flatMap(provider -> provider.signer(user));
  }
}
