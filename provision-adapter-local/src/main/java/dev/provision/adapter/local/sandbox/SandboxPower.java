package dev.provision.adapter.local.sandbox;

import dev.provision.adapter.local.machine.KernelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Whose power sandboxes are made with.
public enum SandboxPower {
  /// The machine's administrator: no user namespace, so that files can belong to any user.
  ROOT,
  /// An ordinary user, or a root without the capability to mount: a user namespace maps them to
  /// root.
  USER;

  private static final int CAP_SYS_ADMIN = 21;

  /// What this program has.
  ///
  /// @param proc the process file system
  public static SandboxPower of(Path proc) throws IOException {
    List<String> status = KernelFile.read(proc.resolve("self/status")).lines().toList();
    boolean root = field(status, "Uid:").split("\\s+", -1)[1].equals("0");
    long effective = Long.parseUnsignedLong(field(status, "CapEff:"), 16);
    return root && (effective >> CAP_SYS_ADMIN & 1) == 1 ? ROOT : USER;
  }

  private static String field(List<String> status, String name) throws IOException {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElseThrow(() -> new IOException("/proc/self/status has no " + name));
  }
}
