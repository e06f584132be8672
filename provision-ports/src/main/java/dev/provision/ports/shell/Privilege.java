package dev.provision.ports.shell;

import dev.provision.ports.Secret;
import java.util.Optional;

/// As whom the steps are applied.
///
/// A password is given to the program that asks for it, after it has asked, and stands on no
/// command line and in no environment, output or log.
public sealed interface Privilege {
  /// As the login itself.
  record None() implements Privilege {}

  /// As root, by way of `sudo`.
  ///
  /// @param password the login's, where `sudo` asks for one
  record Sudo(Optional<Secret> password) implements Privilege {}

  /// As root, by way of `doas`.
  ///
  /// @param password the login's, where `doas` asks for one
  record Doas(Optional<Secret> password) implements Privilege {}

  /// As root, by way of `su`.
  ///
  /// @param password root's, where `su` asks for one
  record Su(Optional<Secret> password) implements Privilege {}
}
