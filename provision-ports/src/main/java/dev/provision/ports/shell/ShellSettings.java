package dev.provision.ports.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a [RemoteShellProvider] is opened with.
///
/// @param stateDirectory a directory that outlives the program; created when first needed
/// @param sshConfigurations files in OpenSSH's `ssh_config` format, the most important one first;
///   those that exist are read
/// @param user whose program this is
public record ShellSettings(Path stateDirectory, List<Path> sshConfigurations, LocalUser user) {
  /// Copies the list.
  public ShellSettings {
    sshConfigurations = List.copyOf(sshConfigurations);
  }

  /// Settings without files of the user's, and without logins except the endpoints'.
  public static ShellSettings in(Path stateDirectory) {
    LocalUser nobody =
        new LocalUser("nobody", stateDirectory, Map.of(), List.of(), Login.Passphrase.NONE);
    return new ShellSettings(stateDirectory, List.of(), nobody);
  }
}
