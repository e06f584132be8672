package dev.provision.adapter.sshd.start;

import dev.provision.ports.shell.LocalUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/// Who a node says has it while it applies steps: others are shown this.
///
/// @param user the login on this machine
/// @param computer this machine's name
public record RunHolder(String user, String computer) {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");
  private static final int MOST = 100;

  public static RunHolder of(LocalUser user) {
    return new RunHolder(user.name(), computer(user.environment()));
  }

  /// Without a look-up in the network, which may take its time.
  private static String computer(Map<String, String> environment) {
    try {
      return Files.readString(KERNEL).strip();
    } catch (IOException e) {
      // Another system than Linux: there, the shell's or the system's own variable tells.
      String named = environment.getOrDefault("COMPUTERNAME", "another computer");
      return environment.getOrDefault("HOSTNAME", named);
    }
  }

  /// One line, such as `ann@laptop since 2026-11-30 08:11:30 UTC`.
  public String since(Instant time) {
    String when = time.truncatedTo(ChronoUnit.SECONDS).toString().replace("T", " ");
    return "%s@%s since %s UTC"
        .formatted(printable(user), printable(computer), when.replace("Z", ""));
  }

  private static String printable(String text) {
    String plain = text.replaceAll("[^\\p{Graph}]", "?");
    return plain.length() <= MOST ? plain : plain.substring(0, MOST);
  }
}
