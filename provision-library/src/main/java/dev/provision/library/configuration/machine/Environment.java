package dev.provision.library.configuration.machine;

import java.nio.file.Path;
import java.util.Map;

/// What a configuration is read in.
///
/// @param variables environment variables
/// @param workingDirectory where relative paths on the command line start
/// @param userHome where `~` leads and `.ssh` is
/// @param provisionHome where `secrets` is looked for; `$PROVISION_HOME`, else `~/.provision`
/// @param processes how programs are run
public record Environment(
    Map<String, String> variables,
    Path workingDirectory,
    Path userHome,
    Path provisionHome,
    ProcessRunner processes) {

  /// Copies the variables and makes the paths absolute.
  public Environment {
    variables = Map.copyOf(variables);
    workingDirectory = workingDirectory.toAbsolutePath().normalize();
    userHome = userHome.toAbsolutePath().normalize();
    provisionHome = provisionHome.toAbsolutePath().normalize();
  }

  /// An environment in which programs really run.
  public Environment(
      Map<String, String> variables, Path workingDirectory, Path userHome, Path provisionHome) {
    this(variables, workingDirectory, userHome, provisionHome, new LocalProcesses());
  }

  /// The value of an environment variable; empty if it is unset.
  public String variable(String name) {
    return variables.getOrDefault(name, "");
  }

  /// A path somebody wrote: `~` is the home directory, a relative one starts at `base`. If nothing
  /// is there, but one file whose name reads the same, it is that one.
  public Path resolve(String path, Path base) {
    if (path.equals("~")) {
      return userHome;
    }
    Path resolved = path.startsWith("~/") ? userHome.resolve(path.substring(2)) : Path.of(path);
    return EquivalentName.existing(base.resolve(resolved));
  }

  /// The same, except that `none` stays what it is.
  public String resolveUnlessNone(String path, Path base) {
    return path.equals("none") ? path : resolve(path, base).toString();
  }

  /// A path as messages show it: relative where it lies below the working directory.
  public String shown(Path path) {
    return path.startsWith(workingDirectory) && !path.equals(workingDirectory)
        ? workingDirectory.relativize(path).toString()
        : path.toString();
  }
}
