package dev.provision.adapter.local.sandbox;

import dev.provision.adapter.local.machine.KernelFile;
import java.io.IOException;
import java.nio.file.Path;

/// Explains why the kernel grants no sandbox, and what to enable.
///
/// @param proc the process file system
/// @param power whose power was used
public record SandboxDiagnosis(Path proc, SandboxPower power) {
  /// In words for people.
  ///
  /// @param said what the programs said
  public String explain(String said) {
    return "the kernel does not allow a sandbox ("
        + (said.isBlank() ? "without a message" : said.strip().replace("\n", "; "))
        + "); "
        + advice()
        + ". Nothing runs unsandboxed.";
  }

  private String advice() {
    if (power == SandboxPower.ROOT) {
      return "this root user is not allowed to create namespaces; if this is a container, start it"
          + " with --privileged";
    }
    if (setting("sys/user/max_user_namespaces").equals("0")) {
      return "user namespaces are disabled: run as root, or set sysctl"
          + " user.max_user_namespaces=10000";
    }
    if (setting("sys/kernel/unprivileged_userns_clone").equals("0")) {
      return "ordinary users are not allowed to create user namespaces: run as root, or set sysctl"
          + " kernel.unprivileged_userns_clone=1";
    }
    if (setting("sys/kernel/apparmor_restrict_unprivileged_userns").equals("1")) {
      return "AppArmor restricts user namespaces of ordinary users: run as root, or set"
          + " sysctl kernel.apparmor_restrict_unprivileged_userns=0";
    }
    return "run as root on a dedicated machine; or, in a container, start the container with"
        + " --privileged (or with --cap-add SYS_ADMIN --security-opt seccomp=unconfined"
        + " --security-opt apparmor=unconfined --security-opt systempaths=unconfined)";
  }

  private String setting(String name) {
    try {
      return KernelFile.read(proc.resolve(name));
    } catch (IOException e) {
      return "";
    }
  }
}
