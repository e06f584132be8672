package dev.provision.adapter.local.machine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The machine's processes, as `/proc` shows them.
///
/// @param proc where the kernel's process file system is; `/proc` but in tests
public record ProcessTable(Path proc) {
  private static final Pattern NESTED_FIRST = Pattern.compile("NSpid:(\\s+\\d+)+\\s+1");

  private record Stat(char state, long startTicks) {}

  /// Identifies a process that runs now; empty if there is none of that number.
  public Optional<ProcessIdentity> identify(long pid) throws IOException {
    Optional<Stat> stat = stat(pid);
    if (stat.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new ProcessIdentity(pid, stat.get().startTicks, bootId(), namespace(pid)));
  }

  /// Whether that very process still runs. One that has ended and waits for its parent does not.
  public boolean isAlive(ProcessIdentity process) throws IOException {
    Optional<Stat> stat = stat(process.pid());
    return stat.isPresent()
        && stat.get().state != 'Z'
        && stat.get().state != 'X'
        && stat.get().startTicks == process.startTicks()
        && bootId().equals(process.bootId())
        && namespace(process.pid()).equals(process.namespace());
  }

  /// A first process of a namespace below this program's.
  ///
  /// @param root where its root lies, as the kernel shows it
  public record First(ProcessIdentity process, String root) {}

  /// All of them.
  public List<First> firsts() {
    List<First> firsts = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : all) {
        first(Long.parseLong(String.valueOf(process.getFileName()))).ifPresent(firsts::add);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // What could not be looked at is missing.
      return firsts;
    }
    return firsts;
  }

  private Optional<First> first(long pid) {
    try {
      Optional<String> root = rootOfFirst(pid);
      return root.isEmpty()
          ? Optional.empty()
          : identify(pid).map(process -> new First(process, root.get()));
    } catch (IOException e) {
      // What ended meanwhile was not it, nor what is somebody else's.
      return Optional.empty();
    }
  }

  /// Where the root of that process lies, if it has the number 1 in a namespace below this
  /// program's.
  public Optional<String> rootOfFirst(long pid) {
    Path process = proc.resolve(Long.toString(pid));
    boolean first =
        lines(process.resolve("status"))
            .anyMatch(line -> line.startsWith("NSpid:") && NESTED_FIRST.matcher(line).matches());
    return first ? Optional.of(rootOf(process)) : Optional.empty();
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
