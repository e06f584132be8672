package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is made from the commands' definitions, in the programs it is made for.
final class DocumentsIT {
  @TempDir Path home;

  private Distribution provision;

  @BeforeEach
  void program() {
    provision = new Distribution(home);
  }

  private Path completion(String shell) throws IOException {
    Ended ended = provision.run("provision", "completion", shell);
    assertThat(ended).returns(0, Ended::status).returns("", Ended::stderr);
    return Files.writeString(home.resolve("completion"), ended.stdout());
  }

  private String output(String... command) {
    Ended ended = provision.run(List.of(command));
    assertThat(ended.status()).describedAs(ended.toString()).isZero();
    assertThat(ended.stderr()).isEmpty();
    return ended.stdout();
  }

  @ParameterizedTest
  @CsvSource({
    "provision dep, deploy-node",
    "provision deploy-node --keep, --keep-going",
    "deploy-node --keep, --keep-going",
    "provision list-nodes -o pl, plain",
  })
  void bash_completes(String line, String expected) throws IOException {
    Path file = completion("bash");
    String words = "COMP_LINE='" + line + "'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(" + line + ");";
    String call =
        "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); f=$(complete -p ${COMP_WORDS[0]});"
            + " f=${f##*-F }; ${f%% *} ${COMP_WORDS[0]} ${COMP_WORDS[COMP_CWORD]};"
            + " printf '%s\\n' \"${COMPREPLY[@]}\"";

    assertThat(output("bash", "-c", "source " + file + "; " + words + call).lines())
        .map(String::strip)
        .contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "provision dep, deploy-node",
    "provision deploy-node --keep, --keep-going",
    "provision list-nodes -o pl, plain",
  })
  void fish_completes(String line, String expected) throws IOException {
    Path file = completion("fish");

    assertThat(output("fish", "-c", "source " + file + "; complete -C '" + line + "'").lines())
        .map(found -> found.split("\t", -1)[0])
        .contains(expected);
  }

  @Test
  void zsh_knows_the_function_for_each_program() throws IOException {
    Path file = completion("zsh");
    String names = "print $_comps[provision] $_comps[deploy-node] $_comps[destroy-node]";
    String script = "autoload -Uz compinit; compinit -D -u; source " + file + "; " + names;

    assertThat(output("zsh", "-f", "-c", script).strip().split(" ", -1))
        .hasSize(3)
        .allMatch(name -> name.startsWith("_"));
  }

  @Test
  void manual_pages_are_shown_without_complaint() throws IOException {
    try (Stream<Path> pages = Files.list(Distribution.root().resolve("share/man/man1"))) {
      for (Path page : pages.toList()) {
        assertThat(output("man", "--warnings=all", "-l", page.toString()))
            .describedAs(page.toString())
            .contains("NAME", "SYNOPSIS", "OPTIONS");
      }
    }
  }
}
