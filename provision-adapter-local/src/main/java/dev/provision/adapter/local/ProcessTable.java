package dev.provision.adapter.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// The machine's processes, as `/proc` shows them.
///
/// @param proc where the kernel's process file system is; `/proc` but in tests
record ProcessTable(Path proc) {
  private record Stat(char state, long startTicks) {}

  /// Identifies a process that runs now; empty if there is none of that number.
  Optional<ProcessIdentity> identify(long pid) throws IOException {
    Optional<Stat> stat = stat(pid);
    if (stat.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new ProcessIdentity(pid, stat.get().startTicks, bootId(), namespace(pid)));
  }

  /// Whether that very process still runs. One that has ended and waits for its parent does not.
  boolean isAlive(ProcessIdentity process) throws IOException {
    Optional<Stat> stat = stat(process.pid());
    return stat.isPresent()
        && stat.get().state != 'Z'
        && stat.get().state != 'X'
        && stat.get().startTicks == process.startTicks()
        && bootId().equals(process.bootId())
        && namespace(process.pid()).equals(process.namespace());
  }

  private String bootId() throws IOException {
    return KernelFile.read(proc.resolve("sys/kernel/random/boot_id"));
  }

  private String namespace(long pid) throws IOException {
    try {
      return Files.readSymbolicLink(proc.resolve(pid + "/ns/pid")).toString();
    } catch (NoSuchFileException e) {
      return "gone";
    }
  }

  private Optional<Stat> stat(long pid) throws IOException {
    String line;
    try {
      line = KernelFile.read(proc.resolve(pid + "/stat"));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      // A process that ends while it is read: the kernel then says ESRCH.
      if (Files.exists(proc.resolve(pid + "/stat"))) {
        throw e;
      }
      return Optional.empty();
    }
    // The program's name stands in parentheses and may hold any characters, parentheses too.
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return Optional.of(new Stat(fields[0].charAt(0), Long.parseLong(fields[19])));
  }
}
