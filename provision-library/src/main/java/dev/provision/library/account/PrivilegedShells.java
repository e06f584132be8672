package dev.provision.library.account;

import dev.provision.ports.Secret;
import dev.provision.ports.shell.Privilege;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.SshEndpoint;
import java.time.Duration;
import java.util.Optional;

/// The shells of nodes, with the user's password for becoming root where a provider knows none.
///
/// @param shells the way to reach them
/// @param password the user's
record PrivilegedShells(RemoteShellPort shells, Optional<Secret> password)
    implements RemoteShellPort {

  @Override
  public RemoteShell connect(SshEndpoint endpoint, Duration limit, WaitObserver waiting) {
    return shells.connect(endpoint.withPrivilege(completed(endpoint.privilege())), limit, waiting);
  }

  private Privilege completed(Privilege privilege) {
    return switch (privilege) {
      case Privilege.None none -> none;
      case Privilege.Sudo(Optional<Secret> own) -> new Privilege.Sudo(own.or(() -> password));
      case Privilege.Doas(Optional<Secret> own) -> new Privilege.Doas(own.or(() -> password));
      case Privilege.Su(Optional<Secret> own) -> new Privilege.Su(own.or(() -> password));
    };
  }

  @Override
  public void close() {
    shells.close();
  }
}
