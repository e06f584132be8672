package dev.provision.library.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The process that carries out a run.
///
/// @param pid its number
/// @param host the machine that it runs on
record RunProcess(long pid, String host) {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  /// The kernel counts the start of a process in hundredths of a second, and the boot in seconds.
  private static final Duration PRECISION = Duration.ofSeconds(2);

  /// This process.
  static RunProcess own() {
    return new RunProcess(ProcessHandle.current().pid(), hostName());
  }

  /// Who started a run in this process, such as `alice@laptop`; with sudo, who called that.
  static String author(Map<String, String> variables) {
    String user =
        Optional.ofNullable(variables.get("SUDO_USER"))
            .filter(name -> !name.isBlank())
            .orElseGet(() -> System.getProperty("user.name", "?"));
    return user + "@" + hostName();
  }

  /// Whether it still carries out a run that began at that time. Another process may have got its
  /// number since; that one started later. Nothing is known of processes of another machine.
  boolean isAlive(Instant began) {
    if (!host.equals(hostName())) {
      return true;
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().startInstant())
        .map(start -> !start.isAfter(began.plus(PRECISION)))
        .orElse(false);
  }

  private static String hostName() {
    try {
      return Files.readString(HOST_NAME).strip();
    } catch (IOException _) {
      return "localhost";
    }
  }
}
