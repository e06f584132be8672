package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import dev.provision.cli.call.ProgramName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `convert-config`: the file is written once, named, and never overwritten.
final class ConvertConfigTest {
  @TempDir Path home;
  private Machine machine;

  @BeforeEach
  void configure() throws IOException {
    machine = new Machine(home);
    machine.environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    machine.file(
        "site/__init__.py",
        """
        def init(config):
            config.add_bundle('dev', ['emacs.sh'], ['/root/.screenrc'])
        """);
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private Result convert(String directory) {
    return machine.call(ProgramName.PROVISION, "provision", "convert-config", directory);
  }

  @Test
  void what_was_written_is_said_and_so_is_which_file_counts_now() throws IOException {
    Result result = convert("site/");

    assertThat(result.status()).isZero();
    assertThat(result.out()).isEqualTo("wrote " + home.resolve("site/provision.yaml") + "\n");
    assertThat(result.err()).contains("note: ").contains("remove site/__init__.py");
    assertThat(home.resolve("site/provision.yaml")).content().contains("  dev:\n", "emacs.sh");
  }

  @Test
  void a_file_that_is_there_stays_as_it_is() throws IOException {
    Path file = machine.file("site/provision.yaml", "image: noble\n");

    Result result = convert("site");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("site/provision.yaml", "already exists", "remove or rename it");
    assertThat(Files.readString(file)).isEqualTo("image: noble\n");
  }

  @Test
  void a_mistake_in_the_init_leaves_nothing_behind() throws IOException {
    machine.file("site/__init__.py", "def init(config):\n    1 / 0\n");

    Result result = convert("site");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("site/__init__.py:2", "ZeroDivisionError");
    assertThat(home.resolve("site/provision.yaml")).doesNotExist();
  }
}
