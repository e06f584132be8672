package dev.provision.adapter.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes, enters and ends sandboxes with the system's programs.
///
/// @param programs the programs
/// @param power whose power it has
/// @param dropped the capabilities a node's root does not have, as `setpriv` takes them
/// @param processes the machine's processes
record Sandbox(Programs programs, Power power, String dropped, ProcessTable processes) {
  private static final Duration BOOT_LIMIT = Duration.ofSeconds(30);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

  /// Where a node keeps its changes to the host's directories.
  enum Storage {
    /// In its directory.
    DISK,
    /// In memory: some file systems, such as those of containers, cannot lie under an overlay.
    MEMORY
  }

  /// Whether a node starts for the first time.
  enum Start {
    /// Its layers hold nothing but what they were laid out with.
    FIRST,
    /// They hold what it changed since, and removed.
    AGAIN
  }

  /// Is told of process 1 while it waits for leave to go on; once this returns, it lives until it
  /// is killed.
  @FunctionalInterface
  interface Birth {
    /// Notes the process.
    void of(ProcessIdentity init) throws IOException;
  }

  /// Starts a node in a directory that has been laid out.
  ///
  /// @throws BootException if the kernel or a program refuses
  void boot(Path node, String name, Storage storage, Start time, Birth birth)
      throws IOException, InterruptedException, BootException {
    Path script = Files.write(node.resolve("boot.sh"), resource("boot.sh"));
    List<String> command =
        new ArrayList<>(List.of(programs.path("setsid"), programs.path("unshare")));
    if (power == Power.USER) {
      command.addAll(List.of("--user", "--map-root-user"));
    }
    command.addAll(List.of("--mount", "--pid", "--uts", "--ipc", "--fork", programs.path("sh")));
    command.addAll(List.of(script.toString(), node.toString(), name));
    command.add(storage == Storage.DISK ? "disk" : "memory");
    command.add(power == Power.USER ? "user" : "root");
    command.add(time == Start.FIRST ? "first" : "again");
    command.add(dropped);
    Process process = start(command);
    Boot boot = new Boot(process);
    try {
      long pid = boot.awaitReady(BOOT_LIMIT);
      birth.of(
          processes
              .identify(pid)
              .orElseThrow(() -> new BootException(true, "process 1 of the node has ended")));
      boot.release();
    } finally {
      boot.end();
    }
  }

  /// A command on a node, by root there, ready to be started. It begins in `/`, with the
  /// environment it is given.
  ProcessBuilder enter(
      ProcessIdentity init, List<String> command, Map<String, String> environment) {
    List<String> all = new ArrayList<>(List.of(programs.path("nsenter")));
    all.addAll(List.of("--target", Long.toString(init.pid())));
    if (power == Power.USER) {
      all.addAll(List.of("--user", "--preserve-credentials"));
    }
    all.addAll(List.of("--mount", "--pid", "--uts", "--ipc", programs.path("setpriv")));
    all.addAll(List.of("--inh-caps=" + dropped, "--bounding-set=" + dropped));
    // Out of this program's session and process group: kill 0 would end it, and its terminal could
    // be written to.
    all.add(programs.path("setsid"));
    all.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  /// Ends a node with all its processes; returns when they are gone.
  void kill(ProcessIdentity init) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + KILL_LIMIT.toNanos();
    while (processes.isAlive(init)) {
      ProcessHandle.of(init.pid()).ifPresent(ProcessHandle::destroyForcibly);
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "process " + init.pid() + " does not end, though killed; it may hang in the kernel");
      }
      Thread.sleep(2);
    }
  }

  /// Deletes the directory of a node that has ended. Symbolic links are not followed. It may have
  /// gone already, or go meanwhile: whoever destroys a node clears up after all of them.
  void delete(Path tree) throws IOException, InterruptedException {
    try {
      refuseMounts(tree);
    } catch (NoSuchFileException _) {
      return;
    }
    List<String> rm =
        List.of(programs.path("rm"), "-rf", "--one-file-system", "--", tree.toString());
    Optional<String> failure = run(rm);
    if (failure.isPresent() && power == Power.USER) {
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
    builder.environment().put("PATH", Programs.PATH);
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Sandbox.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the program is damaged: " + name + " is missing in its JAR");
      }
      return in.readAllBytes();
    }
  }
}
