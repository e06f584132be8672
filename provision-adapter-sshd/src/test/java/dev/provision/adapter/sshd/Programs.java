package dev.provision.adapter.sshd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// Programs of this machine that tests need.
public final class Programs {
  private static final List<String> DIRECTORIES =
      List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin", "/usr/local/sbin");

  private Programs() {}

  public static Optional<Path> find(String name) {
    return DIRECTORIES.stream()
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// A machine without the program skips the test, unless it has promised to have everything.
  public static Path require(String name) {
    Optional<Path> found = find(name);
    String lack = "there is no " + name + " on this machine";
    if (found.isEmpty() && "true".equals(System.getenv("PROVISION_REQUIRE_ALL"))) {
      Assertions.fail(lack);
    }
    Assumptions.assumeTrue(found.isPresent(), lack);
    return found.orElseThrow();
  }

  /// Runs a command to its end.
  ///
  /// @return what it wrote
  public static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(Stream.of(command).toList() + ": " + output);
    }
    return output;
  }
}
