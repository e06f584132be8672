package dev.provision.ports.step;

import java.util.List;

/// Lets public keys log in: each line that is not there yet is appended to the `authorized_keys`
/// file. A key that stands there with another comment or other options is there.
///
/// The file is replaced in one go and belongs to the login it is for, mode 0600 in a directory of
/// mode 0700.
///
/// @param file path on the node: absolute, or from the home directory (`$HOME`) of whoever applies
///   the steps, such as `.ssh/authorized_keys`
/// @param keys lines of the file
public record AuthorizeKeys(String file, List<String> keys) implements Step {
  /// Copies the keys.
  public AuthorizeKeys {
    keys = List.copyOf(keys);
  }
}
