package dev.provision.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Large streams need no large heap.
@Timeout(120)
final class SmallHeapTest {
  private static final long FILE = 150_000_000;
  private static final long OUTPUT = 100_000_000;

  @TempDir private Path temporary;

  @Test
  void a_heap_of_64_megabytes_does_for_a_file_and_outputs_that_are_larger() throws Exception {
    Path log = temporary.resolve("log");
    try (OpenSshNode node = new OpenSshNode(temporary)) {
      Path key = temporary.resolve("id");
      Files.writeString(key, node.privateKey().reveal());
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  SmallHeap.class.getName(),
                  String.valueOf(node.address().getPort()),
                  System.getProperty("user.name"),
                  key.toString(),
                  node.hostKey().toString(),
                  node.directory(),
                  String.valueOf(FILE),
                  String.valueOf(OUTPUT))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        assertThat(process.waitFor(100, TimeUnit.SECONDS)).as(Files.readString(log)).isTrue();
      } finally {
        process.destroyForcibly();
      }

      assertThat(Files.readAllLines(log))
          .isEqualTo(List.of("ok", "stdout " + OUTPUT, "stderr " + OUTPUT));
      assertThat(Files.size(Path.of(node.directory(), "large"))).isEqualTo(FILE);
      node.awaitTidy();
    }
  }
}
