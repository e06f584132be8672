package dev.provision.library.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What sources are called in a saved plan: the same on every machine as far as possible, because
/// these names count for the plan's digest.
///
/// @param directories the configuration directories
/// @param home the user's home directory
record SourceNames(List<Path> directories, Optional<Path> home) {
  /// Names stay as they are, as those of a plan that was read from a file do.
  static final SourceNames UNCHANGED = new SourceNames(List.of(), Optional.empty());

  SourceNames {
    directories = List.copyOf(directories);
  }

  /// What people see: below a configuration directory, the path in that directory.
  String shown(String source) {
    for (Path directory : directories.reversed()) {
      String within = directory + "/";
      if (source.startsWith(within)) {
        return source.substring(within.length());
      }
    }
    return found(source);
  }

  /// A name by which the source is found again: below the home directory, with a `~`.
  String found(String source) {
    if (home.isEmpty()) {
      return source;
    }
    String direct = source.contains("/../") ? direct(source) : source;
    String within = home.get() + "/";
    return direct.startsWith(within) ? "~/" + direct.substring(within.length()) : direct;
  }

  /// Without `..`, so that it does not lead through directories that may go away; unless that is
  /// another file, because one of them is a link.
  private static String direct(String source) {
    Path path = Path.of(source);
    try {
      return Files.isSameFile(path, path.normalize()) ? path.normalize().toString() : source;
    } catch (IOException _) {
      return source;
    }
  }
}
