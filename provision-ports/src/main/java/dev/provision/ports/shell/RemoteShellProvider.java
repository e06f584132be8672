package dev.provision.ports.shell;

import java.util.Optional;

/// An implementation of [RemoteShellPort], found by `ServiceLoader`.
///
/// Implementations have a public constructor without parameters that does nothing expensive.
public interface RemoteShellProvider {
  /// Its name, such as `mina`; unique among all providers.
  String name();

  /// Opens the port.
  ///
  /// @param settings what it can read, and where it can write
  RemoteShellPort open(ShellSettings settings);

  /// Announces that this program will connect soon, so that everything the first connection needs
  /// can be loaded on another thread. Returns at once; nothing depends on it.
  default void warmUp() {}

  /// Signs with the keys of this user; empty if this implementation cannot.
  default Optional<KeySigner> signer(LocalUser user) {
    return Optional.empty();
  }
}
