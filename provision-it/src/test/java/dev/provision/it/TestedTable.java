package dev.provision.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Tables of a documentation page whose rows name tests in their last column.
final class TestedTable {
  private static final Path PROJECT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(\\w+)(?:#(\\w+))?`");

  private TestedTable() {}

  /// A row.
  ///
  /// @param text all but the tests
  record Row(String text, List<MatchResult> tests) {
    /// Tests of the row that are not there, as they are named.
    List<String> missing() {
      return tests.stream().filter(test -> !exists(test)).map(MatchResult::group).toList();
    }
  }

  /// The rows below a heading, up to the next one of its level.
  static List<Row> rows(String page, String heading) throws IOException {
    return Files.readString(PROJECT.resolve(page))
        .lines()
        .dropWhile(line -> !line.startsWith("## " + heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| "))
        .toList()
        .stream()
        .map(TestedTable::row)
        .filter(row -> !row.text.matches("[ |-]*|.*\\b(promise|what \\| which)\\b *"))
        .toList();
  }

  private static Row row(String line) {
    List<String> cells = Arrays.asList(line.split("\\|", -1));
    int last = cells.size() - 2;
    return new Row(
        String.join("|", cells.subList(1, last)).strip(),
        TEST.matcher(cells.get(last)).results().toList());
  }

  private static boolean exists(MatchResult test) {
    try {
      String wanted = test.group(2) == null ? test.group(1) : " " + test.group(2) + "(";
      return sourceOf(test.group(1)).contains(wanted);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
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
