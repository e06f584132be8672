package dev.provision.library.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.Secret;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Privilege;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PrivilegedShellsTest {
  private static final Optional<Secret> USERS = Optional.of(Secret.of("user's"));
  private static final Optional<Secret> PROVIDERS = Optional.of(Secret.of("provider's"));

  /// Says as whom it was to connect.
  private static final class Refusing implements RemoteShellPort {
    @Override
    public RemoteShell connect(SshEndpoint endpoint, Duration limit, WaitObserver waiting) {
      String reason =
          switch (endpoint.privilege()) {
            case Privilege.None _ -> "none";
            case Privilege.Sudo(Optional<Secret> password) -> "sudo " + reveal(password);
            case Privilege.Doas(Optional<Secret> password) -> "doas " + reveal(password);
            case Privilege.Su(Optional<Secret> password) -> "su " + reveal(password);
          };
      throw new ShellException(new ShellFailure.Unreachable("connecting", reason));
    }

    private static String reveal(Optional<Secret> password) {
      return password.map(Secret::reveal).orElse("without");
    }

    @Override
    public void close() {}
  }

  @Test
  void a_password_that_the_provider_does_not_know_is_the_users() {
    assertConnects(new Privilege.Sudo(Optional.empty()), USERS, "sudo user's");
    assertConnects(new Privilege.Doas(Optional.empty()), USERS, "doas user's");
    assertConnects(new Privilege.Su(Optional.empty()), USERS, "su user's");
  }

  @Test
  void a_password_that_the_provider_knows_stays() {
    assertConnects(new Privilege.Sudo(PROVIDERS), USERS, "sudo provider's");
    assertConnects(new Privilege.Doas(PROVIDERS), USERS, "doas provider's");
    assertConnects(new Privilege.Su(PROVIDERS), USERS, "su provider's");
  }

  @Test
  void without_either_there_is_none() {
    assertConnects(new Privilege.Sudo(Optional.empty()), Optional.empty(), "sudo without");
    assertConnects(new Privilege.None(), USERS, "none");
  }

  private static void assertConnects(
      Privilege privilege, Optional<Secret> password, String expected) {
    SshEndpoint endpoint =
        new SshEndpoint("host", 22, "somebody", List.of(), new HostTrust.KnownKeys(List.of()))
            .withPrivilege(privilege);
    try (PrivilegedShells shells = new PrivilegedShells(new Refusing(), password)) {
      assertThatThrownBy(() -> shells.connect(endpoint, Duration.ofSeconds(1), reason -> {}))
          .isInstanceOfSatisfying(
              ShellException.class, e -> assertThat(e.failure().reason()).isEqualTo(expected));
    }
  }
}
