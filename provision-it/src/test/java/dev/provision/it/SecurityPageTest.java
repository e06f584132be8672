package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each promise of docs/security.md stands beside a test, and the tests that it names are there.
final class SecurityPageTest {
  private static final Path PROJECT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(\\w+)(?:#(\\w+))?`");

  private record PromiseRow(String promise, List<MatchResult> tests) {}

  @Test
  void every_promise_names_a_test_that_exists() throws IOException {
    List<PromiseRow> rows = rows();

    assertThat(rows).hasSizeGreaterThan(20);
    for (PromiseRow row : rows) {
      assertThat(row.tests).as(row.promise).isNotEmpty();
      for (MatchResult test : row.tests) {
        assertThat(sourceOf(test.group(1)))
            .as(row.promise)
            .contains(test.group(2) == null ? test.group(1) : " " + test.group(2) + "(");
      }
    }
  }

  private static List<PromiseRow> rows() throws IOException {
    return Files.readString(PROJECT.resolve("docs/security.md"))
        .lines()
        .dropWhile(line -> !line.startsWith("## Promises"))
        .takeWhile(line -> !line.startsWith("## What is not protected"))
        .filter(line -> line.startsWith("| ") && !line.startsWith("| promise"))
        .filter(line -> !line.startsWith("| ---"))
        .map(line -> Arrays.asList(line.split("\\|", -1)))
        .map(cells -> new PromiseRow(cells.get(1), TEST.matcher(cells.get(2)).results().toList()))
        .toList();
  }

  private static String sourceOf(String test) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> modules = Files.list(PROJECT)) {
      for (Path module : modules.filter(m -> Files.isDirectory(m.resolve("src/test"))).toList()) {
        text.append(sourceIn(module.resolve("src/test"), test));
      }
    }
    for (String other : List.of("provision-testkit/src/main", "examples")) {
      text.append(sourceIn(PROJECT.resolve(other), test));
    }
    return text.toString();
  }

  private static String sourceIn(Path directory, String test) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(f -> f.endsWith(test + ".java")).toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }
}
