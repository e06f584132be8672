package dev.provision.adapter.sshd.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.Endpoints;
import dev.provision.adapter.sshd.OpenSshNode;
import dev.provision.adapter.sshd.OtherJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    try (OpenSshNode node = new OpenSshNode(temporary)) {
      List<String> arguments =
          new ArrayList<>(Endpoints.arguments(node.endpoint(), temporary.resolve("id")));
      arguments.addAll(List.of(node.directory(), String.valueOf(FILE), String.valueOf(OUTPUT)));

      assertThat(OtherJvm.run(temporary.resolve("log"), "-Xmx64m", SmallHeap.class, arguments))
          .containsExactly("ok", "stdout " + OUTPUT, "stderr " + OUTPUT);
      assertThat(Files.size(Path.of(node.directory(), "large"))).isEqualTo(FILE);
      node.awaitTidy();
    }
  }
}
