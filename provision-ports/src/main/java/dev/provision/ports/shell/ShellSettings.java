package dev.provision.ports.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The settings for opening a [RemoteShellProvider].
///
/// @param stateDirectory a persistent directory; created when first needed
/// @param sshConfigurations files in OpenSSH's `ssh_config` format, the most important one first;
///   those that exist are read
/// @param user the user who runs this program
public record ShellSettings(Path stateDirectory, List<Path> sshConfigurations, LocalUser user) {
  /// Copies the list.
  public ShellSettings {
    sshConfigurations = List.copyOf(sshConfigurations);
  }

  /// Settings without files of the user, and without logins except those of the endpoints.
  public static ShellSettings in(Path stateDirectory) {
    LocalUser nobody =
        new LocalUser("nobody", stateDirectory, Map.of(), List.of(), Login.Passphrase.NONE);
    return new ShellSettings(stateDirectory, List.of(), nobody);
  }
}
