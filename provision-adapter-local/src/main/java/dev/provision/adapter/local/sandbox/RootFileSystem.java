package dev.provision.adapter.local.sandbox;

import dev.provision.adapter.local.machine.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/// Lays out a node's root file system: the directories it is mounted from, and the table of its
/// mounts.
///
/// The host's system directories lie under an overlay, so that all changes stay in the node's
/// directory. Nothing else of the host is in there; home directories, `/tmp` and `/run` are the
/// node's own.
///
/// Tested by `SubmountsTest`.
public final class RootFileSystem {
  private static final List<String> SYSTEM = List.of("usr", "etc", "var", "opt", "srv");
  private static final List<String> PROGRAMS =
      List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");
  private static final List<String> OWN = List.of("home", "run", "mnt", "media", "proc", "sys");

  /// Where a link in `/etc` may lead that is no part of the machine's configuration.
  private static final List<String> NOT_CONFIGURATION =
      List.of("home", "root", "tmp", "proc", "sys", "dev");

  /// Where the machine remembers which steps were applied to it; a node has its own.
  private static final String STEPS = "var/lib/provision";

  private static final List<String> DEVICES =
      List.of("null", "zero", "full", "random", "urandom", "tty");

  /// What the kernel lets root change through `/proc` whatever its capabilities.
  private static final List<String> KERNEL_SETTINGS =
      List.of(
          "sys", "sysrq-trigger", "bus", "fs", "irq", "acpi", "mtrr", "scsi", "driver", "asound");

  /// What it lets root read there.
  private static final List<String> KERNEL_SECRETS =
      List.of(
          "kcore",
          "key-users",
          "keys",
          "kmsg",
          "kpagecgroup",
          "kpagecount",
          "kpageflags",
          "latency_stats",
          "sched_debug",
          "slabinfo",
          "timer_list",
          "vmallocinfo");

  private final Path host;
  private final boolean userNamespace;
  private final List<Path> hidden;

  /// @param host the root of the host's file system
  /// @param userNamespace whether the mounts are made in a user namespace, to which the kernel
  ///   grants less
  /// @param hidden directories of the host that nodes must not see, wherever they are
  public RootFileSystem(Path host, boolean userNamespace, List<Path> hidden) {
    this.host = host;
    this.userNamespace = userNamespace;
    this.hidden = List.copyOf(hidden);
  }

  /// Makes the directories and files in `node`, which exists and is empty but for records.
  public void layOut(Path node) throws IOException, InterruptedException {
    FutureTask<Map<Path, Path>> links = outsideLinks();
    MountTable mounts = new MountTable().add("fs", "fs", "none", "bind");
    Path fs = directory(node.resolve("fs"), 0755);
    directory(node.resolve("layers/upper"), 0755);
    directory(node.resolve("layers/work"), 0755);
    directory(fs.resolve("root"), 0700);
    directory(fs.resolve("tmp"), 01777);
    for (String own : OWN) {
      directory(fs.resolve(own), 0755);
    }
    for (String program : PROGRAMS) {
      Path original = host.resolve(program);
      if (Files.isSymbolicLink(original)) {
        Files.createSymbolicLink(fs.resolve(program), Files.readSymbolicLink(original));
      }
    }
    for (String overlaid : overlaid()) {
      overlay(node, overlaid, mounts);
    }
    PrivateFiles.write(node.resolve("submounts"), submounts(node).bytes());
    directory(node.resolve("vartmp"), 01777);
    if (Files.isDirectory(host.resolve("var/tmp"), LinkOption.NOFOLLOW_LINKS)) {
      mounts.add("vartmp", "fs/var/tmp", "none", "bind");
    }
    mounts.add("run", "fs/run", "tmpfs", "mode=755,nosuid,nodev");
    devices(node, fs, mounts);
    kernel(mounts);
    PrivateFiles.write(node.resolve("mounts"), mounts.bytes());
    MountTable over = hide();
    if (Files.isDirectory(host.resolve(STEPS), LinkOption.NOFOLLOW_LINKS)) {
      directory(node.resolve("steps"), 0700);
      over.add("steps", "fs/" + STEPS, "none", "bind");
    }
    PrivateFiles.write(node.resolve("hidden"), over.bytes());
    OutsideLinks.copy(result(links), node.resolve("layers/upper/etc"));
  }

  /// Begins to look for them: there are many files, and what else is to be done takes as long.
  private FutureTask<Map<Path, Path>> outsideLinks() throws IOException {
    List<Path> unseen = new ArrayList<>(hidden);
    NOT_CONFIGURATION.forEach(name -> unseen.add(host.resolve(name)));
    FutureTask<Map<Path, Path>> task =
        new FutureTask<>(new OutsideLinks(host, lowers(), unseen)::find);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static <T> T result(FutureTask<T> task) throws IOException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  /// Puts a file into a node that is laid out and not yet started; missing directories are made.
  ///
  /// @param target its absolute path on the node, under `/root` or a system directory
  public static void put(Path node, String target, String text, int mode) throws IOException {
    Path tree = node.resolve(target.startsWith("/root/") ? "fs" : "layers/upper");
    Path file = tree.resolve(target.substring(1));
    int directoryMode = target.startsWith("/root/") ? 0700 : 0755;
    Path parent = file.getParent();
    if (parent != null) {
      directory(parent, directoryMode);
    }
    Files.setAttribute(Files.writeString(file, text), "unix:mode", mode);
  }

  private List<String> overlaid() {
    return Stream.concat(SYSTEM.stream(), PROGRAMS.stream())
        .filter(name -> Files.isDirectory(host.resolve(name)))
        .filter(name -> SYSTEM.contains(name) || !Files.isSymbolicLink(host.resolve(name)))
        .toList();
  }

  private void overlay(Path node, String name, MountTable mounts) throws IOException {
    Path lower = host.resolve(name).toRealPath();
    int mode = (int) Files.getAttribute(lower, "unix:mode") & 07777;
    directory(node.resolve("fs").resolve(name), 0755);
    directory(node.resolve("layers/upper").resolve(name), mode);
    directory(node.resolve("layers/work").resolve(name), 0755);
    mounts.overlay(lower, "layers/upper/" + name, "layers/work/" + name, name, userNamespace);
  }

  /// Overlays over the file systems that the machine has mounted below its system directories. What
  /// cannot be shown, such as a file system that cannot lie under an overlay, is left out.
  private MountTable submounts(Path node) throws IOException {
    MountTable mounts = new MountTable();
    Submounts all = new Submounts(host.resolve("proc"));
    int number = 0;
    for (String name : overlaid()) {
      Path lower = host.resolve(name).toRealPath();
      for (Path point : all.below(lower)) {
        String target = name + "/" + lower.relativize(point);
        if (target.equals("var/tmp") || hidden.stream().anyMatch(point::startsWith)) {
          continue;
        }
        if (Files.isDirectory(point) && MountTable.isPlain(point)) {
          String layers = "layers/below/" + number++;
          directory(
              node.resolve(layers + "/upper"),
              (int) Files.getAttribute(point, "unix:mode") & 07777);
          directory(node.resolve(layers + "/work"), 0755);
          mounts.overlay(point, layers + "/upper", layers + "/work", target, userNamespace);
        } else if (Files.isRegularFile(point) && Files.isReadable(point)) {
          Path copy = node.resolve("layers/upper").resolve(target);
          directory(copy.resolveSibling("."), 0755);
          Files.copy(point, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return mounts;
  }

  private List<Path> lowers() throws IOException {
    List<Path> lowers = new ArrayList<>();
    for (String name : overlaid()) {
      lowers.add(host.resolve(name));
      lowers.add(host.resolve(name).toRealPath());
    }
    PROGRAMS.forEach(name -> lowers.add(host.resolve(name)));
    return lowers;
  }

  private void devices(Path node, Path fs, MountTable mounts) throws IOException {
    Path dev = directory(fs.resolve("dev"), 0755);
    directory(dev.resolve("pts"), 0755);
    directory(dev.resolve("shm"), 01777);
    for (String device : DEVICES) {
      if (Files.exists(host.resolve("dev").resolve(device))) {
        Files.createFile(dev.resolve(device));
        // Read-only concerns the node of the device, which is the host's: its mode and owner stay.
        mounts.add("/dev/" + device, "fs/dev/" + device, "none", "bind,ro");
      }
    }
    Files.createSymbolicLink(dev.resolve("ptmx"), Path.of("pts/ptmx"));
    Files.createSymbolicLink(dev.resolve("fd"), Path.of("/proc/self/fd"));
    Files.createSymbolicLink(dev.resolve("stdin"), Path.of("/proc/self/fd/0"));
    Files.createSymbolicLink(dev.resolve("stdout"), Path.of("/proc/self/fd/1"));
    Files.createSymbolicLink(dev.resolve("stderr"), Path.of("/proc/self/fd/2"));
    mounts.add("pts", "fs/dev/pts", "devpts", "newinstance,ptmxmode=666,mode=620,nosuid,noexec");
    mounts.add("shm", "fs/dev/shm", "tmpfs", "mode=1777,nosuid,nodev");
    directory(dev.resolve("provision"), 0700);
    directory(node.resolve(Sandbox.COMMANDS), 0700);
    mounts.add(Sandbox.COMMANDS, "fs/dev/provision", "none", "bind,ro,nosuid,nodev,noexec");
  }

  private void kernel(MountTable mounts) {
    mounts.add("proc", "fs/proc", "proc", "nosuid,nodev,noexec");
    for (String setting : KERNEL_SETTINGS) {
      if (Files.exists(host.resolve("proc").resolve(setting))) {
        mounts.add(
            "fs/proc/" + setting, "fs/proc/" + setting, "none", "bind,ro,nosuid,nodev,noexec");
      }
    }
    mounts.add(
        Sandbox.COMMANDS + "/" + Sandbox.BOOT_ID,
        "fs/proc/sys/kernel/random/boot_id",
        "none",
        "bind,ro,nosuid,nodev,noexec");
    for (String secret : KERNEL_SECRETS) {
      if (Files.exists(host.resolve("proc").resolve(secret))) {
        mounts.add("/dev/null", "fs/proc/" + secret, "none", "bind,ro,nosuid,noexec");
      }
    }
    if (!userNamespace) {
      mounts.add("sys", "fs/sys", "sysfs", "ro,nosuid,nodev,noexec");
    } else {
      // The kernel mounts a fresh one only for who owns the network, too.
      mounts.add("/sys", "fs/sys", "none", "rbind,ro,nosuid,nodev,noexec");
      if (Files.isDirectory(host.resolve("sys/fs/cgroup"))) {
        // Some control groups belong to the user: through them the host's processes could be
        // killed.
        mounts.add("cgroup", "fs/sys/fs/cgroup", "tmpfs", "ro,mode=555");
      }
    }
  }

  private MountTable hide() throws IOException {
    MountTable mounts = new MountTable();
    for (Path path : hidden) {
      if (!Files.isDirectory(path)) {
        continue;
      }
      Path real = path.toRealPath();
      for (String name : overlaid()) {
        Path lower = host.resolve(name).toRealPath();
        if (real.startsWith(lower) && !real.equals(lower)) {
          mounts.add(
              "hidden",
              "fs/" + name + "/" + lower.relativize(real),
              "tmpfs",
              "mode=700,nosuid,nodev");
        }
      }
    }
    return mounts;
  }

  /// Makes a directory and those above it that are missing.
  static Path directory(Path path, int mode) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      List<Path> missing = new ArrayList<>();
      for (Path p = path; p != null && !Files.isDirectory(p); p = p.getParent()) {
        missing.addFirst(p);
      }
      for (Path p : missing) {
        // Whatever the program's umask is.
        Files.setAttribute(Files.createDirectory(p), "unix:mode", mode);
      }
    }
    return path;
  }
}
