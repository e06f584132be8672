package dev.provision.cli.call;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Writes commands that the user can run as they are printed, for the way in which this program was
/// called.
///
/// @param program which program was called
/// @param calledAs the path by which it was called
/// @param workingDirectory where the user is
/// @param environment for `PATH`
public record CommandLineWords(
    ProgramName program, String calledAs, Path workingDirectory, Map<String, String> environment) {

  /// A subcommand with its arguments, quoted for a shell.
  public String command(String subcommand, List<String> arguments) {
    List<String> words = new ArrayList<>(beginning(subcommand));
    words.addAll(arguments);
    return ShellQuoting.shell(words);
  }

  private List<String> beginning(String subcommand) {
    int slash = calledAs.lastIndexOf('/');
    String prefix = onPath(slash) ? "" : calledAs.substring(0, slash + 1);
    if (program == ProgramName.PROVISION) {
      return List.of(prefix + calledAs.substring(slash + 1), subcommand);
    }
    Path sibling = workingDirectory.resolve(calledAs).resolveSibling(subcommand);
    return ProgramName.named(subcommand).isPresent() && Files.isExecutable(sibling)
        ? List.of(prefix + subcommand)
        : List.of(prefix + ProgramName.PROVISION.fileName(), subcommand);
  }

  private boolean onPath(int slash) {
    if (slash < 0) {
      return true;
    }
    Path directory = workingDirectory.resolve(calledAs.substring(0, slash + 1)).normalize();
    return calledAs.startsWith("/")
        && Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
            .filter(entry -> !entry.isEmpty())
            .anyMatch(entry -> workingDirectory.resolve(entry).normalize().equals(directory));
  }
}
