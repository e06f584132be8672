package dev.provision.adapter.local.sandbox;

import dev.provision.adapter.local.machine.ProcessIdentity;
import dev.provision.adapter.local.machine.ProcessTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Which process is the first of which node: what the kernel shows at one time, whatever is on
/// record.
///
/// The machine has many processes, and most of the time the record is right. So they are looked
/// through when first needed, and once for all nodes.
public final class FirstProcesses {
  private final ProcessTable processes;
  private Optional<List<ProcessTable.First>> all = Optional.empty();

  public FirstProcesses(ProcessTable processes) {
    this.processes = processes;
  }

  /// The first process of the node that has its root file system in that directory.
  public Optional<ProcessIdentity> of(Path fileSystem) {
    if (all.isEmpty()) {
      all = Optional.of(processes.firsts());
    }
    return all.get().stream()
        .filter(first -> isRoot(first.root(), fileSystem))
        .map(ProcessTable.First::process)
        .findFirst();
  }

  /// Whether that process runs and is the first of that node. A record may name the process of
  /// another node, which must not be ended in place of this one.
  public boolean isFirst(ProcessIdentity process, Path fileSystem) throws IOException {
    return processes.isAlive(process)
        && processes
            .rootOfFirst(process.pid())
            .filter(root -> isRoot(root, fileSystem))
            .isPresent();
  }

  /// What the kernel shows is the path within the file system that the directory is on.
  private static boolean isRoot(String root, Path fileSystem) {
    int names = fileSystem.getNameCount();
    return root.endsWith("/" + fileSystem.subpath(names - 3, names));
  }
}
