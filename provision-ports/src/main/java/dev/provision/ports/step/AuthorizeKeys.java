package dev.provision.ports.step;

import java.util.List;

/// Allows public keys to log in: each missing key is appended to the `authorized_keys` file. A key
/// with another comment or other options counts as present.
///
/// The file is replaced atomically and belongs to the login user, with mode 0600, in a directory
/// with mode 0700.
///
/// @param file path on the node: absolute, or relative to the home directory (`$HOME`) of the user
///   who applies the steps, such as `.ssh/authorized_keys`
/// @param keys lines of the file
public record AuthorizeKeys(String file, List<String> keys) implements Step {
  /// Copies the keys.
  public AuthorizeKeys {
    keys = List.copyOf(keys);
  }
}
