package dev.provision.adapter.local.sandbox;

import dev.provision.adapter.local.machine.KernelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which of root's powers a node's root keeps: those over files, users and processes, which its
/// namespaces confine.
public final class Capabilities {
  /// As `linux/capability.h` numbers them: CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, SETGID,
  /// SETUID, SETPCAP, NET_BIND_SERVICE, SYS_CHROOT, AUDIT_WRITE, SETFCAP. Not kept are, above all,
  /// those to mount, to make devices, to load modules, to set the clock, to configure the network,
  /// to see or forge others' packets, and to trace.
  private static final Set<Integer> KEPT = Set.of(0, 1, 3, 4, 5, 6, 7, 8, 10, 18, 29, 31);

  private Capabilities() {}

  /// All others this kernel knows, as `setpriv` takes them: by number, since its library may be
  /// older than the kernel.
  ///
  /// @param proc the process file system
  public static String dropped(Path proc) throws IOException {
    int last = Integer.parseInt(KernelFile.read(proc.resolve("sys/kernel/cap_last_cap")));
    if (last < 31) {
      throw new IOException(
          "/proc/sys/kernel/cap_last_cap contains " + last + ", which is invalid");
    }
    return IntStream.rangeClosed(0, last)
        .filter(number -> !KEPT.contains(number))
        .mapToObj(number -> "-cap_" + number)
        .collect(Collectors.joining(","));
  }
}
