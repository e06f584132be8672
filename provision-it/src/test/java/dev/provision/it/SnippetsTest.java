package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The snippets of the documentation stand, word for word, in sources that are compiled and tested.
final class SnippetsTest {
  private static final Path PROJECT = Path.of("..");
  private static final Pattern SNIPPET = Pattern.compile("```(java|xml)\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @CsvSource({
    "docs/write-a-provider.md, examples/provider-hetzner",
    "docs/library.md, provision-library/src/test/java/dev/provision/library"
        + " provision-it/src/test/java/dev/provision/it",
  })
  void every_snippet_is_part_of_a_source(Path document, String sources) throws IOException {
    StringBuilder source = new StringBuilder();
    for (String directory : sources.split(" ", -1)) {
      source.append(read(PROJECT.resolve(directory)));
    }
    List<String> snippets = new ArrayList<>();
    Matcher matcher = SNIPPET.matcher(Files.readString(PROJECT.resolve(document)));
    while (matcher.find()) {
      snippets.add(matcher.group(2));
    }

    assertThat(snippets)
        .isNotEmpty()
        // A form, not a piece of a program.
        .filteredOn(snippet -> !snippet.contains("…"))
        .allSatisfy(snippet -> assertThat(source).contains(withoutIndent(snippet)));
  }

  private static String read(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> sources =
          files.filter(file -> file.toString().matches(".*(\\.java|pom\\.xml)")).toList();
      StringBuilder all = new StringBuilder();
      for (Path file : sources) {
        all.append(withoutIndent(Files.readString(file)));
      }
      return all.toString();
    }
  }

  private static String withoutIndent(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n", "", "\n"));
  }
}
