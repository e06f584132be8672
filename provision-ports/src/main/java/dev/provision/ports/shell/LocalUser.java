package dev.provision.ports.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The user who runs this program, and the default means to log in.
///
/// @param name the user name on this machine
/// @param home the home directory, where `~` leads
/// @param environment the environment variables
/// @param keys private keys that are tried if neither the endpoint's logins nor the SSH
///   configuration names one; those that exist are read
/// @param passphrase asked for the passphrases of encrypted keys that the SSH configuration or
///   `keys` name
public record LocalUser(
    String name,
    Path home,
    Map<String, String> environment,
    List<Path> keys,
    Login.Passphrase passphrase) {
  /// Copies the collections.
  public LocalUser {
    environment = Map.copyOf(environment);
    keys = List.copyOf(keys);
  }

  /// Only the name, because variables may contain secrets.
  @Override
  public String toString() {
    return name + " (" + home + ")";
  }
}
