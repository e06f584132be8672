package dev.provision.library.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DescriptorLimitTest {
  @TempDir Path self;

  private void process(String limit, int open) throws IOException {
    Files.writeString(
        self.resolve("limits"),
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             1                    1                    processes
        Max open files            %s                 1048576              files
        """
            .formatted(limit));
    Files.createDirectory(self.resolve("fd"));
    for (int number = 0; number < open; number++) {
      Files.createFile(self.resolve("fd").resolve("" + number));
    }
  }

  @ParameterizedTest
  @CsvSource({"64, 30, 1", "20, 30, 1", "120, 30, 4", "1024, 30, 60"})
  void as_many_nodes_as_files_may_be_opened_but_one_always(String limit, int open, int nodes)
      throws IOException {
    process(limit, open);

    assertThat(new DescriptorLimit(self).nodesAtATime()).hasValue(nodes);
  }

  @Test
  void without_a_limit_or_proc_nobody_can_tell() throws IOException {
    assertThat(new DescriptorLimit(self).nodesAtATime()).isEmpty();

    process("unlimited", 1);
    assertThat(new DescriptorLimit(self).nodesAtATime()).isEmpty();
  }

  @Test
  void this_process_has_a_limit() {
    assertThat(new DescriptorLimit(Path.of("/proc/self")).nodesAtATime()).isPresent();
  }
}
