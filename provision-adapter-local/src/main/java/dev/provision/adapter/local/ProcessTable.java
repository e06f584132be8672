package dev.provision.adapter.local;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

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

  /// The first process of the node that has its root file system in that directory.
  Optional<ProcessIdentity> findInit(Path fileSystem) {
    // What the kernel shows is the path within the file system that the directory is on.
    String tail =
        "/" + fileSystem.subpath(fileSystem.getNameCount() - 3, fileSystem.getNameCount());
    try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : all) {
        if (isFirst(process) && rootOf(process).endsWith(tail)) {
          return identify(Long.parseLong(String.valueOf(process.getFileName())));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // What ended meanwhile was not it.
      return Optional.empty();
    }
    return Optional.empty();
  }

  /// Whether it has the number 1 in a namespace below this program's.
  private static boolean isFirst(Path process) {
    return lines(process.resolve("status"))
        .anyMatch(line -> line.matches("NSpid:(\\s+\\d+)+\\s+1"));
  }

  private static String rootOf(Path process) {
    return lines(process.resolve("mountinfo"))
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length > 4 && fields[4].equals("/"))
        .map(fields -> fields[3].replace("\\040", " ").replace("\\134", "\\"))
        .findFirst()
        .orElse("");
  }

  /// Of a process that has ended or is somebody else's, none.
  private static Stream<String> lines(Path file) {
    try {
      return KernelFile.read(file).lines();
    } catch (IOException e) {
      return Stream.empty();
    }
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
