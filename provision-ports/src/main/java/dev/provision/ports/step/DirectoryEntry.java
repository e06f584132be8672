package dev.provision.ports.step;

import dev.provision.ports.Content;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Something in a directory that [PutDirectory] installs.
public sealed interface DirectoryEntry {
  /// Its path, relative to the target: names separated by `/`, none of them empty, `.` or `..`; any
  /// characters except NUL.
  String path();

  /// A directory.
  ///
  /// @param path as in [DirectoryEntry#path()]; or `.`, for the target itself
  /// @param mode permission bits, such as 0755
  record Directory(String path, int mode) implements DirectoryEntry {
    /// @throws IllegalArgumentException if the path is not relative to the target
    public Directory {
      if (!path.equals(".")) {
        requirePath(path);
      }
    }
  }

  /// A file.
  ///
  /// @param path as in [DirectoryEntry#path()]
  /// @param content its bytes
  /// @param mode permission bits, such as 0644
  record File(String path, Content content, int mode) implements DirectoryEntry {
    /// @throws IllegalArgumentException if the path is not relative to the target
    public File {
      requirePath(path);
    }
  }

  /// A symbolic link.
  ///
  /// @param path as in [DirectoryEntry#path()]
  /// @param target where it leads, which need not exist; any characters except NUL
  record Link(String path, String target) implements DirectoryEntry {
    /// @throws IllegalArgumentException if the path is not relative to the target, or if there is
    ///   nowhere to lead
    public Link {
      requirePath(path);
      if (target.isEmpty() || target.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("the link '" + path + "' leads nowhere");
      }
    }
  }

  private static void requirePath(String path) {
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("'" + path + "' is not a path below a directory");
      }
    }
  }

  /// Requires that each entry appears once, after the directory that contains it.
  ///
  /// @throws IllegalArgumentException if that is not so
  static void requireOrder(List<DirectoryEntry> entries) {
    Set<String> paths = new HashSet<>();
    Set<String> directories = new HashSet<>();
    for (DirectoryEntry entry : entries) {
      String path = entry.path();
      int slash = path.lastIndexOf('/');
      if (slash >= 0 && !directories.contains(path.substring(0, slash))) {
        throw new IllegalArgumentException("'" + path + "' is before the directory it is in");
      }
      if (!paths.add(path)) {
        throw new IllegalArgumentException("'" + path + "' appears twice");
      }
      if (entry instanceof Directory) {
        directories.add(path);
      }
    }
  }
}
