package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.call.Program;
import dev.provision.ports.Secret;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How words on the command line are understood.
final class CommandLineTest {
  @TempDir Path home;
  private Machine machine;

  @BeforeEach
  void machine() {
    machine = new Machine(home);
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void of_an_option_given_twice_the_last_one_counts() {
    assertThat(machine.run("plan", "-v", "-x", "a-", "-x", "b-", "-v").out())
        .startsWith("name       b-");
  }

  @Test
  void a_word_that_begins_with_an_at_sign_is_no_file_of_arguments() throws IOException {
    Path file = machine.file("words", "-v\n");

    assertThat(machine.run("list-nodes", "-k", "@" + file).status()).isZero();
    assertThat(machine.accounts.getLast().secretKey()).map(Secret::reveal).contains("@" + file);
    assertThat(machine.call(Program.DESTROY_NODE, "destroy-node", "-p", "memory", "@" + file).err())
        .contains("'@" + file + "'");
  }
}
