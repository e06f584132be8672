package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.call.Relaunch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Much data is sent by a second start of the program.
final class RelaunchTest {
  @TempDir Path home;
  private Machine machine;
  private final List<Optional<String>> starts = new ArrayList<>();

  @BeforeEach
  void configure() throws IOException {
    machine = new Machine(home);
    machine.file("conf/provision.yaml", "bundles: {b: {files: [/root/large]}}\n");
    machine.file("conf/files/large", "");
    machine.longWork = Optional.of(starts::add);
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private void grow(long bytes) throws IOException {
    try (RandomAccessFile file =
        new RandomAccessFile(home.resolve("conf/files/large").toFile(), "rw")) {
      file.setLength(bytes);
    }
  }

  @Test
  void much_data_is_left_to_a_second_start() throws IOException {
    grow(Relaunch.WORTHWHILE);

    machine.run("deploy-node", "-c", "conf", "-b", "b");

    assertThat(starts).containsExactly(Optional.empty());
  }

  /// What was read from standard input is gone.
  @Test
  void a_second_start_gets_the_secret_that_came_by_standard_input() throws IOException {
    grow(Relaunch.WORTHWHILE);
    machine.input = "s3cret\n";

    machine.run("deploy-node", "-c", "conf", "-b", "b", "-k", "-");

    assertThat(starts).containsExactly(Optional.of("s3cret"));
  }

  @Test
  void where_that_is_impossible_the_work_is_done_at_once() throws IOException {
    grow(Relaunch.WORTHWHILE);

    assertThat(machine.run("deploy-node", "-c", "conf", "-b", "b").status()).isZero();
  }

  @Test
  void of_several_nodes_all_their_data_count() throws IOException {
    grow(Relaunch.WORTHWHILE / 2);

    machine.run("deploy-node", "-c", "conf", "-b", "b", "--count", "2");

    assertThat(starts).hasSize(1);
  }

  @Test
  void less_is_done_at_once() throws IOException {
    grow(Relaunch.WORTHWHILE - 1);

    assertThat(machine.run("deploy-node", "-c", "conf", "-b", "b").status()).isZero();

    assertThat(starts).isEmpty();
  }
}
