package dev.provision.ports.shell;

import dev.provision.ports.Secret;
import java.nio.file.Path;
import java.util.Optional;

/// A method to authenticate as the login user.
public sealed interface Login {
  /// A private key in a file, in any format that OpenSSH writes.
  ///
  /// @param file the private key
  /// @param passphrase asked only if the key is encrypted; empty if there is none
  record KeyFile(Path file, Passphrase passphrase) implements Login {}

  /// A private key in memory, unencrypted, in OpenSSH or PEM form.
  ///
  /// @param text the key
  record Key(Secret text) implements Login {}

  /// The keys of a running agent.
  ///
  /// @param socket its socket, as in `SSH_AUTH_SOCK`
  record Agent(Path socket) implements Login {}

  /// A password.
  ///
  /// @param password the password
  record Password(Secret password) implements Login {}

  /// Where the passphrase of an encrypted key comes from.
  @FunctionalInterface
  interface Passphrase {
    /// There is none.
    Passphrase NONE = file -> Optional.empty();

    /// The passphrase for this file; may ask a person.
    Optional<Secret> of(Path file);
  }
}
