package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import dev.provision.cli.call.LongWork;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Much data is sent by a second start of the program.
final class LongWorkTest {
  @TempDir Path home;
  private Machine machine;
  private Path calls;

  @BeforeEach
  void configure() throws IOException {
    machine = new Machine(home);
    machine.file("conf/provision.yaml", "bundles: {b: {files: [/root/large]}}\n");
    machine.file("conf/files/large", "");
    calls = home.resolve("calls");
    Path launcher =
        machine.file(
            "launcher", "#!/bin/sh\necho \"$PROVISION_LONG_WORK $*\" >'" + calls + "'\nexit 13\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    machine.longWork =
        Optional.of(new LongWork(launcher.toFile(), List.of("deploy-node", "-b", "b")));
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
  void much_data_is_left_to_a_second_start_whose_exit_status_is_passed_on() throws IOException {
    grow(LongWork.WORTHWHILE);

    Result result = machine.run("deploy-node", "-c", "conf", "-b", "b");

    assertThat(result.status()).isEqualTo(13);
    assertThat(Files.readString(calls)).isEqualTo("1 deploy-node -b b\n");
    assertThat(machine.cloud.requests()).isEmpty();
  }

  @Test
  void of_several_nodes_all_their_data_count() throws IOException {
    grow(LongWork.WORTHWHILE / 2);

    machine.run("deploy-node", "-c", "conf", "-b", "b", "--count", "2");

    assertThat(calls).exists();
  }

  @Test
  void less_is_done_at_once() throws IOException {
    grow(LongWork.WORTHWHILE - 1);

    assertThat(machine.run("deploy-node", "-c", "conf", "-b", "b").status()).isZero();

    assertThat(calls).doesNotExist();
  }
}
