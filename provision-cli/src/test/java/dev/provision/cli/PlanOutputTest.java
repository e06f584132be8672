package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `plan` prints, compared with the files `plan.txt` and `plan-scripts.txt`; `HOME` stands
/// there for the user's directory.
final class PlanOutputTest {
  private static final Path FILES = Path.of("src/test/resources/dev/provision/cli");

  private @TempDir Path temporary;
  private Machine machine;

  @BeforeEach
  void set_up() throws IOException {
    machine = new Machine(temporary);
    machine.file(
        "conf/provision.yaml",
        """
        bundles:
          web:
            files:
              /etc/motd: motd.txt
              /etc/secret: {source: motd.txt, mode: "0600", owner: root}
            scripts:
              - {path: setup.sh, timeout: 5m}
        """);
    machine.file("conf/files/motd.txt", "hello\n");
    machine.file(
        "conf/scripts/setup.sh",
        "#!/bin/sh\n# provision-template-type: format-string\necho {node_name}\n");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private String plan(String... more) {
    String[] words = {"plan", "-c", "conf", "-b", "web", "-n", "web-1"};
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    Machine.Result result = machine.run(all);
    assertThat(result.err()).isEmpty();
    return result.out().replace(machine.home.toString(), "HOME");
  }

  @Test
  void a_plan_is_what_its_file_says() throws IOException {
    assertThat(plan()).isEqualTo(Files.readString(FILES.resolve("plan.txt")));
  }

  @Test
  void names_that_are_no_variables_are_listed_by_plan_and_render() throws IOException {
    Path script =
        machine.file(
            "conf/scripts/setup.sh",
            "#!/bin/sh\n# provision-template-type: template-string\n$node_nam $HOME $node_name\n");
    String warning = "so $node_nam stays as it is; did you mean 'node_name'?";

    Machine.Result plan = machine.run("plan", "-c", "conf", "-b", "web", "-n", "web-1");
    Machine.Result render = machine.run("render", "-c", "conf", "-n", "web-1", script.toString());

    assertThat(plan.out()).contains("(unknown: $node_nam, $HOME)");
    assertThat(plan.err()).contains(warning);
    assertThat(render.out()).endsWith("$node_nam $HOME web-1\n");
    assertThat(render.err())
        .contains(warning, script + ": not variables, left as they are: $node_nam, $HOME\n");
  }

  @Test
  void a_plan_with_scripts_is_what_its_file_says() throws IOException {
    assertThat(plan("--scripts")).isEqualTo(Files.readString(FILES.resolve("plan-scripts.txt")));
  }
}
