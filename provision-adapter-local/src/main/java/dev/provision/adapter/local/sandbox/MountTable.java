package dev.provision.adapter.local.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The mounts of a node, in the format of `fstab(5)`: one process makes them all.
///
/// Tested by `SubmountsTest`.
public final class MountTable {
  private static final Pattern UPPER = Pattern.compile("(?:^|,)upperdir=([^,]*)");

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

  /// Adds an overlay.
  ///
  /// @param lower what lies below
  /// @param upper the directory for changes, relative to the node's directory
  /// @param work the overlay's own, relative to the node's directory
  /// @param target where on the node, without the first slash
  /// @param user whether a user namespace makes it
  MountTable overlay(Path lower, String upper, String work, String target, boolean user) {
    String layers = "lowerdir=" + lower + ",upperdir=" + upper + ",workdir=" + work;
    return add("node", "fs/" + target, "overlay", layers + (user ? ",userxattr" : ""));
  }

  /// Whether a path can stand among the options of an overlay.
  static boolean isPlain(Path path) {
    return path.toString().chars().noneMatch(c -> c == ',' || c == ':' || c == '\\');
  }

  /// The file's text.
  String format() {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /// The file's bytes.
  byte[] bytes() {
    return format().getBytes(StandardCharsets.UTF_8);
  }

  /// Refuses to have anything mounted where a symbolic link of the node's would lead it elsewhere:
  /// a node that starts again is mounted where the machine's files are in reach.
  ///
  /// @param node the node's directory
  /// @param files its tables, in their order
  /// @throws IOException names the link
  public static void refuseLinks(Path node, List<String> files) throws IOException {
    Map<Path, Path> uppers = new LinkedHashMap<>();
    uppers.put(Path.of("fs"), node.resolve("fs"));
    for (String file : files) {
      for (String line : Files.readAllLines(node.resolve(file))) {
        String[] fields = line.split(" ", -1);
        Path target = Path.of(unescape(fields[1]));
        for (Map.Entry<Path, Path> upper : uppers.entrySet()) {
          if (target.startsWith(upper.getKey())) {
            refuseLinks(upper.getValue(), upper.getKey().relativize(target));
          }
        }
        Matcher layer = UPPER.matcher(fields[3]);
        if (layer.find()) {
          uppers.put(target, node.resolve(unescape(layer.group(1))));
        }
      }
    }
  }

  private static void refuseLinks(Path tree, Path target) throws IOException {
    for (int i = 1; i <= target.getNameCount(); i++) {
      Path link = tree.resolve(target.subpath(0, i));
      if (Files.isSymbolicLink(link)) {
        throw new IOException(
            link
                + " is now a symbolic link, through which nothing can be mounted: replace it with a"
                + " directory, or destroy the node");
      }
    }
  }

  private static String unescape(String field) {
    return field
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\043", "#")
        .replace("\\134", "\\");
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
