package dev.provision.adapter.sshd.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;

/// Finds the files that a path with `*`, `?` and `[…]` in it means, as a shell does.
final class FileGlob {
  private FileGlob() {}

  /// The files in the order of their names; none if there is no such file.
  ///
  /// @param path absolute
  static List<Path> expand(Path path) {
    List<Path> found = List.of(path.getRoot());
    for (Path part : path) {
      String name = part.toString();
      List<Path> next = new ArrayList<>();
      for (Path directory : found) {
        if (isPattern(name)) {
          next.addAll(matching(directory, name));
        } else {
          Path file = directory.resolve(name);
          if (Files.exists(file)) {
            next.add(file);
          }
        }
      }
      found = next;
    }
    return found;
  }

  private static boolean isPattern(String name) {
    return name.indexOf('*') >= 0 || name.indexOf('?') >= 0 || name.indexOf('[') >= 0;
  }

  /// Names that begin with a dot are found only by patterns that do.
  private static List<Path> matching(Path directory, String pattern) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (name.startsWith(".") == pattern.startsWith(".") && matches(pattern, name)) {
          files.add(entry);
        }
      }
    } catch (IOException e) {
      // As a shell: what cannot be listed holds nothing.
      return List.of();
    }
    files.sort(null);
    return files;
  }

  private static boolean matches(String pattern, String name) {
    if (pattern.indexOf('[') < 0) {
      return Patterns.matches(pattern, name);
    }
    String glob = pattern.replace("{", "\\{").replace("}", "\\}");
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    return matcher.matches(Path.of(name));
  }
}
