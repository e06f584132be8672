package dev.provision.adapter.local.sandbox;

import dev.provision.adapter.local.machine.KernelFile;
import dev.provision.adapter.local.machine.PrivateFiles;
import dev.provision.adapter.local.machine.ProcessIdentity;
import dev.provision.adapter.local.machine.ProcessTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes and ends sandboxes with the system's programs.
///
/// Tested by `IsolationTest`, `LocalCloudTest` and `OrdinaryUserTest`.
///
/// @param programs the programs
/// @param power whose power it has
/// @param dropped the capabilities a node's root does not have, as `setpriv` takes them
/// @param processes the machine's processes
public record Sandbox(
    SystemPrograms programs, SandboxPower power, String dropped, ProcessTable processes) {
  private static final Duration BOOT_LIMIT = Duration.ofSeconds(30);

  /// The directory of a node in which its process 1 finds what it runs, and is told what to start.
  static final String COMMANDS = "commands";

  /// The file in it that the node sees as the ID of its boot.
  static final String BOOT_ID = "boot-id";

  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

  /// Where a node keeps its changes to the host's directories.
  public enum Storage {
    /// In its directory.
    DISK,
    /// In memory: some file systems, such as those of containers, cannot lie under an overlay.
    MEMORY
  }

  /// Whether a node starts for the first time.
  public enum Start {
    /// Its layers hold nothing but what they were laid out with.
    FIRST,
    /// They hold what it changed since, and removed.
    AGAIN
  }

  /// Is told of process 1 while it waits for leave to go on; once this returns, it lives until it
  /// is killed.
  @FunctionalInterface
  public interface Birth {
    /// Notes the process.
    void of(ProcessIdentity init) throws IOException;
  }

  /// Starts a node in a directory that has been laid out.
  ///
  /// @throws BootException if the kernel or a program refuses
  public void boot(Path node, String name, Storage storage, Start time, Birth birth)
      throws IOException, InterruptedException, BootException {
    Path machine = prepare(node);
    Process process = start(bootCommand(node, name, storage, time));
    BootDialogue boot = new BootDialogue(process);
    try {
      long pid = boot.awaitPivoted(BOOT_LIMIT);
      detach(machine, pid);
      birth.of(
          processes
              .identify(pid)
              .orElseThrow(() -> new BootException(true, "process 1 of the node has ended")));
      boot.release();
    } finally {
      boot.end();
    }
  }

  /// Lays out what process 1 runs, and what it is told by.
  ///
  /// @return the directory on which the machine's root will lie
  private Path prepare(Path node) throws IOException {
    Path commands = node.resolve(COMMANDS);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(commands)) {
      for (Path path : left) {
        Files.delete(path);
      }
    }
    PrivateFiles.write(node.resolve("boot.sh"), resource("boot.sh"));
    for (String script : List.of("init.sh", "command.sh")) {
      PrivateFiles.write(commands.resolve(script), resource(script));
    }
    Path boot = commands.resolve(BOOT_ID);
    PrivateFiles.write(boot, bootId());
    Files.setAttribute(boot, "unix:mode", 0444);
    return PrivateFiles.makeDirectory(commands.resolve("old"));
  }

  /// A new one each time: the machine's would stay the same when the node restarts.
  private byte[] bootId() throws IOException {
    return KernelFile.read(processes.proc().resolve("sys/kernel/random/uuid"))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private List<String> bootCommand(Path node, String name, Storage storage, Start time)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of(programs.path("setsid"), programs.path("unshare")));
    if (power == SandboxPower.USER) {
      command.addAll(List.of("--user", "--map-root-user"));
    }
    command.addAll(List.of("--mount", "--pid", "--uts", "--ipc", "--fork", programs.path("sh")));
    command.addAll(List.of(node.resolve("boot.sh").toString(), node.toString(), name));
    command.add(storage == Storage.DISK ? "disk" : "memory");
    command.add(power == SandboxPower.USER ? "user" : "root");
    command.add(time == Start.FIRST ? "first" : "again");
    command.addAll(confinement(node));
    command.add(programs.path("setpriv"));
    command.addAll(List.of("--inh-caps=" + dropped, "--bounding-set=" + dropped));
    return command;
  }

  /// What goes before the command that drops the capabilities, where there is Perl and the
  /// processor's system calls are known: no program of the system takes a filter of them.
  private List<String> confinement(Path node) throws IOException {
    Optional<String> perl = programs.perl();
    Optional<SyscallFilter> filter = SyscallFilter.of(System.getProperty("os.arch", ""));
    if (perl.isEmpty() || filter.isEmpty()) {
      return List.of();
    }
    Path script = node.resolve("confine.pl");
    Path file = node.resolve("filter");
    PrivateFiles.write(script, resource("confine.pl"));
    PrivateFiles.write(file, filter.get().assemble());
    return List.of(
        perl.get(),
        script.toString(),
        Integer.toString(filter.get().keyctl()),
        Integer.toString(filter.get().prctl()),
        file.toString());
  }

  /// Takes the machine's root out of the node. The kernel detaches what lies on a directory that is
  /// removed in another mount namespace, so that no program has to be run in there.
  private void detach(Path machine, long init) throws IOException, BootException {
    Files.delete(machine);
    String mounts = KernelFile.read(processes.proc().resolve(init + "/mountinfo"));
    if (mounts.contains(" /dev/provision/old")) {
      throw new BootException(true, "the kernel did not detach the machine's root");
    }
  }

  /// Starts commands on a node, from its directory.
  CommandPipes pipes(Path node) throws IOException {
    return CommandPipes.open(node.resolve(COMMANDS), programs.path("mkfifo"));
  }

  /// Ends a node with all its processes; returns when they are gone.
  public void kill(ProcessIdentity init) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + KILL_LIMIT.toNanos();
    while (processes.isAlive(init)) {
      ProcessHandle.of(init.pid()).ifPresent(ProcessHandle::destroyForcibly);
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "process "
                + init.pid()
                + " did not end after it was killed; it may hang in the kernel");
      }
      Thread.sleep(2);
    }
  }

  /// Deletes the directory of a node that has ended. Symbolic links are not followed. It may have
  /// gone already, or go meanwhile: whoever destroys a node clears up after all of them.
  public void delete(Path tree) throws IOException, InterruptedException {
    try {
      refuseMounts(tree);
    } catch (NoSuchFileException _) {
      return;
    }
    List<String> rm =
        List.of(programs.path("rm"), "-rf", "--one-file-system", "--", tree.toString());
    Optional<String> failure = run(rm);
    if (failure.isPresent() && power == SandboxPower.USER) {
      // The kernel's own directory in an overlay's work directory is closed even to its owner.
      List<String> command = new ArrayList<>();
      command.addAll(List.of(programs.path("unshare"), "--user", "--map-root-user"));
      command.addAll(rm);
      failure = run(command);
    }
    if (failure.isPresent() && Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("cannot delete " + tree + ": " + failure.get());
    }
  }

  /// What the command said, if it failed.
  private static Optional<String> run(List<String> command)
      throws IOException, InterruptedException {
    Process process = start(command);
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? Optional.empty() : Optional.of(output.strip());
  }

  private void refuseMounts(Path tree) throws IOException {
    Path real = tree.toRealPath();
    for (String line :
        KernelFile.read(processes.proc().resolve("self/mountinfo")).lines().toList()) {
      String point = line.split(" ", -1)[4].replace("\\040", " ").replace("\\134", "\\");
      if (Path.of(point).startsWith(real)) {
        throw new IOException(point + " is a mount point; unmount it first");
      }
    }
  }

  private static Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", SystemPrograms.PATH);
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  /// A shell program next to this class.
  public static String text(String name) throws IOException {
    return new String(resource(name), StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Sandbox.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the program is damaged: " + name + " is missing from its JAR");
      }
      return in.readAllBytes();
    }
  }
}
