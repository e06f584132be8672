package dev.provision.adapter.local;

import java.util.ArrayList;
import java.util.List;

/// The mounts of a node, in the format of `fstab(5)`: one process makes them all.
final class MountTable {
  private final List<String> lines = new ArrayList<>();

  /// Adds a mount.
  ///
  /// @param source device, directory or any word, as the type wants it
  /// @param target where; relative to the node's directory, like every relative path here
  /// @param type the file system's type; `none` for a bind mount
  /// @param options separated by commas
  MountTable add(String source, String target, String type, String options) {
    lines.add(String.join(" ", escape(source), escape(target), type, options));
    return this;
  }

  /// The file's text.
  String format() {
    return String.join("\n", lines) + "\n";
  }

  private static String escape(String field) {
    return field
        .replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012")
        .replace("#", "\\043");
  }
}
