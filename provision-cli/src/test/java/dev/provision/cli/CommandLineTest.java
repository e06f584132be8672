package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import dev.provision.cli.call.ProgramName;
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
  void a_secret_is_read_from_standard_input_up_to_the_end_of_its_line() {
    machine.input = "s3cret w\u00f6rd\r\nnext";

    Result result = machine.run("list-nodes", "-k", "-");

    assertThat(result).isEqualTo(new Result(0, "", ""));
    assertThat(machine.accounts.getLast().secretKey())
        .map(Secret::reveal)
        .contains("s3cret w\u00f6rd");
  }

  @Test
  void no_secret_on_standard_input_is_a_mistake() {
    Result result = machine.run("list-nodes", "-k", "-");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("-k -: there is no secret on standard input");
  }

  @Test
  void a_secret_on_the_command_line_works_and_draws_one_warning_with_the_better_ways() {
    Result result = machine.run("list-nodes", "-k", "s3cret");

    assertThat(result.status()).isZero();
    assertThat(machine.accounts.getLast().secretKey()).map(Secret::reveal).contains("s3cret");
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("warning: -k: a secret on the command line")
        .contains("'-k -'", "${env:NAME}", "${file:PATH}", "${command:WORDS}")
        .doesNotContain("s3cret")
        .containsOnlyOnce("warning");
  }

  @Test
  void a_word_that_begins_with_an_at_sign_is_no_file_of_arguments() throws IOException {
    Path file = machine.file("words", "-v\n");

    assertThat(machine.run("list-nodes", "-k", "@" + file).status()).isZero();
    assertThat(machine.accounts.getLast().secretKey()).map(Secret::reveal).contains("@" + file);
    assertThat(
            machine
                .call(ProgramName.DESTROY_NODE, "destroy-node", "-p", "memory", "@" + file)
                .err())
        .contains("'@" + file + "'");
  }
}
