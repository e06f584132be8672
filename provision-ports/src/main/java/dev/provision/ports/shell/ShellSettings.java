package dev.provision.ports.shell;

import java.nio.file.Path;
import java.util.List;

/// What a [RemoteShellProvider] is opened with.
///
/// @param stateDirectory a directory that outlives the program; created when first needed
/// @param sshConfigurations files in OpenSSH's `ssh_config` format, the most important one first;
///   those that exist are read
public record ShellSettings(Path stateDirectory, List<Path> sshConfigurations) {
  /// Copies the list.
  public ShellSettings {
    sshConfigurations = List.copyOf(sshConfigurations);
  }

  /// Settings without files of the user's.
  public static ShellSettings in(Path stateDirectory) {
    return new ShellSettings(stateDirectory, List.of());
  }
}
