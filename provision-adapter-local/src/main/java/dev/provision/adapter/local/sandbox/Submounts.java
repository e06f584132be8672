package dev.provision.adapter.local.sandbox;

import dev.provision.adapter.local.machine.KernelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What else the machine has mounted below its system directories: an overlay shows one file system
/// only.
///
/// @param proc the process file system
record Submounts(Path proc) {
  /// Those that hold no files of the system's: the kernel's own, and what container engines and
  /// automounters mount.
  private static final Set<String> LEFT_OUT =
      Set.of(
          "autofs",
          "binfmt_misc",
          "bpf",
          "cgroup",
          "cgroup2",
          "configfs",
          "debugfs",
          "devpts",
          "devtmpfs",
          "efivarfs",
          "fusectl",
          "hugetlbfs",
          "mqueue",
          "nsfs",
          "overlay",
          "proc",
          "pstore",
          "rpc_pipefs",
          "securityfs",
          "sysfs",
          "tracefs");

  /// The mount points strictly below a directory, each after those that it is below.
  List<Path> below(Path directory) throws IOException {
    // A later mount covers an earlier one on the same point.
    Map<Path, String> types = new LinkedHashMap<>();
    for (String line : KernelFile.read(proc.resolve("self/mountinfo")).lines().toList()) {
      String[] fields = line.split(" ", -1);
      Path point = Path.of(unescape(fields[4]));
      if (point.startsWith(directory) && !point.equals(directory)) {
        types.put(point, line.split(" - ", 2)[1].split(" ", 2)[0]);
      }
    }
    return types.entrySet().stream()
        .filter(mount -> !LEFT_OUT.contains(mount.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static String unescape(String field) {
    return field
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
