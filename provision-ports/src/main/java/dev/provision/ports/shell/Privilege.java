package dev.provision.ports.shell;

import dev.provision.ports.Secret;
import java.util.Optional;

/// The user as whom the steps are applied.
///
/// A password is passed to the program that asks for it, after it has asked. It never appears on a
/// command line, in the environment, in output, or in a log.
public sealed interface Privilege {
  /// As the login user.
  record None() implements Privilege {}

  /// As root, through `sudo`.
  ///
  /// @param password the login user's, if `sudo` asks for one
  record Sudo(Optional<Secret> password) implements Privilege {}

  /// As root, through `doas`.
  ///
  /// @param password the login user's, if `doas` asks for one
  record Doas(Optional<Secret> password) implements Privilege {}

  /// As root, through `su`.
  ///
  /// @param password root's, if `su` asks for one
  record Su(Optional<Secret> password) implements Privilege {}
}
