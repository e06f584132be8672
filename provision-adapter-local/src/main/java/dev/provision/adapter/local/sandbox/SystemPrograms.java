package dev.provision.adapter.local.sandbox;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The system's programs that make sandboxes, by their absolute paths.
///
/// @param paths where each one is
/// @param perl where that is; much is possible without it
public record SystemPrograms(Map<String, Path> paths, Optional<String> perl) {
  /// Where a node's commands, and these programs, are looked for.
  public static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /// Each program with the Debian package that has it.
  private static final Map<String, String> NEEDED =
      Map.ofEntries(
          Map.entry("unshare", "util-linux"),
          Map.entry("setpriv", "util-linux"),
          Map.entry("setsid", "util-linux"),
          Map.entry("pivot_root", "util-linux"),
          Map.entry("mount", "mount"),
          Map.entry("cp", "coreutils"),
          Map.entry("mkfifo", "coreutils"),
          Map.entry("rm", "coreutils"),
          Map.entry("find", "findutils"),
          Map.entry("xargs", "findutils"),
          Map.entry("sh", "dash"));

  /// Copies the map.
  public SystemPrograms {
    paths = Map.copyOf(paths);
  }

  /// Finds them all.
  ///
  /// @param doing what they are wanted for
  /// @param root the root of the file system; `/` but in tests
  /// @throws CloudException [CloudFailure.Unsupported] if some are missing; names them and their
  ///   packages
  public static SystemPrograms find(String doing, Path root) {
    Map<String, Path> found = new HashMap<>();
    List<String> missing = new ArrayList<>();
    for (String program : new TreeSet<>(NEEDED.keySet())) {
      Path path = search(root, program);
      if (path == null) {
        missing.add(program);
      } else {
        found.put(program, path);
      }
    }
    if (!missing.isEmpty()) {
      TreeSet<String> packages = new TreeSet<>();
      missing.forEach(program -> packages.add(NEEDED.getOrDefault(program, program)));
      throw new CloudException(
          new CloudFailure.Unsupported(
              doing,
              String.format(
                  "a sandbox requires programs that are missing on this machine: %s; install them"
                      + " (on Debian and Ubuntu: apt-get install %s)",
                  String.join(", ", missing), String.join(" ", packages))));
    }
    return new SystemPrograms(found, Optional.ofNullable(search(root, "perl")).map(Path::toString));
  }

  /// The path of one of them.
  String path(String program) {
    Path path = paths.get(program);
    if (path == null) {
      throw new IllegalArgumentException("not one of the programs: " + program);
    }
    return path.toString();
  }

  private static @org.jspecify.annotations.Nullable Path search(Path root, String program) {
    for (String directory : PATH.split(":", -1)) {
      Path path = root.resolve(directory.substring(1)).resolve(program);
      if (Files.isExecutable(path)) {
        return path;
      }
    }
    return null;
  }
}
