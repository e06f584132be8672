package dev.provision.adapter.sshd.start;

import dev.provision.ports.Secret;
import dev.provision.ports.shell.Privilege;
import java.util.Optional;

/// How the runner becomes root, and where a password is asked for. Each has more round trips than
/// the one before.
enum PrivilegeMethod {
  /// Nothing is asked for.
  SILENT,
  /// `sudo` asks on the command's own streams.
  ASKED,
  /// A second channel brings a terminal to ask on, while the first one carries the streams, which
  /// no terminal spoils, through named pipes.
  ON_TERMINAL;

  /// The method to begin with. As long as a password would have to be fetched, perhaps nobody asks
  /// for it.
  static PrivilegeMethod first(Privilege privilege) {
    return switch (privilege) {
      case Privilege.None _ -> SILENT;
      case Privilege.Sudo(Optional<Secret> password) -> isKnown(password) ? ASKED : SILENT;
      case Privilege.Doas(Optional<Secret> password) -> isKnown(password) ? ON_TERMINAL : SILENT;
      case Privilege.Su _ -> ON_TERMINAL;
    };
  }

  private static boolean isKnown(Optional<Secret> password) {
    return password.map(Secret::isKnown).orElse(false);
  }

  /// The method to try where this one was refused without a question.
  Optional<PrivilegeMethod> next(Privilege privilege) {
    if (this == ON_TERMINAL) {
      return Optional.empty();
    }
    return switch (privilege) {
      case Privilege.None _, Privilege.Su _ -> Optional.empty();
      case Privilege.Sudo(Optional<Secret> password) ->
          Optional.of(this == SILENT && password.isPresent() ? ASKED : ON_TERMINAL);
      case Privilege.Doas(Optional<Secret> password) -> password.map(_ -> ON_TERMINAL);
    };
  }
}
