package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Texts avoid the phrases that docs/style.md lists, and decision records have one form. Texts are
/// documents, the string literals of programs, and the ports' Javadoc.
final class StyleTest {
  private static final Path PROJECT = Path.of("..");
  private static final String STYLE = "docs/style.md";
  private static final Set<String> PRUNED = Set.of("target", ".git", "node_modules");

  /// Code blocks, inline code and the targets of links: not sentences of ours.
  private static final Pattern CODE =
      Pattern.compile("(?ms)^ *```.*?^ *```$|`[^`]*`|\\]\\([^)\\s]*\\)");

  private static final Pattern RECORD =
      Pattern.compile(
          """
          # (?<number>\\d{4}): (?<title>\\S.*)
          Status: (?<status>accepted|superseded) (?:by .* )?\\(\\d{4}-\\d\\d-\\d\\d\\).*

          (?s:.+)\
          """);

  /// The beginning of a section that is not empty.
  private static final Pattern SECTION =
      Pattern.compile("(?m)^\\*\\*(\\w+)\\.\\*\\*\\s+(?!\\*\\*\\w+\\.\\*\\*)\\S");

  /// A text that people read.
  ///
  /// @param place the file, from the project's directory
  /// @param line where in the file the content begins
  record Text(String place, int line, String content) {}

  /// A row of the table.
  record Phrase(Pattern pattern, String instead) {
    static Phrase of(String cell, String instead) {
      String phrase =
          cell.startsWith("`") ? cell.substring(1, cell.length() - 1) : Pattern.quote(cell);
      String words =
          cell.startsWith("`") ? phrase.replace(" ", "\\s+") : phrase.replace(" ", "\\E\\s+\\Q");
      return new Phrase(
          Pattern.compile("\\b(?:" + words + ")\\b", Pattern.CASE_INSENSITIVE), instead);
    }

    Stream<String> in(Text text) {
      return pattern.matcher(text.content()).results().map(found -> complaint(text, found));
    }

    private String complaint(Text text, MatchResult found) {
      long before = text.content().chars().limit(found.start()).filter(c -> c == '\n').count();
      return "%s:%s: '%s': write: %s"
          .formatted(text.place(), text.line() + before, found.group().replace('\n', ' '), instead);
    }
  }

  @Test
  void no_text_has_a_phrase_to_avoid() throws IOException {
    List<Phrase> phrases = phrases(Files.readString(PROJECT.resolve(STYLE)));
    List<Text> texts = texts();

    assertThat(phrases).hasSizeGreaterThan(40);
    assertThat(texts)
        .extracting(Text::place)
        .contains("README.md", "docs/clouds.md")
        .anyMatch(place -> place.endsWith("/Advice.java"))
        .anyMatch(place -> place.endsWith("/CloudPort.java"));
    assertThat(texts.stream().flatMap(text -> phrases.stream().flatMap(one -> one.in(text))))
        .isEmpty();
  }

  @Test
  void a_phrase_is_named_with_its_line_even_across_lines_but_not_in_code() {
    String document = "# A\n\nIt `goes before` all. This goes\nbefore all.\nIt Stands in it.\n";
    List<Phrase> phrases =
        phrases(
            "| phrase | x |\n| `goes before (all\\|any)` | precedes |\n| stands in | is in |\n");

    assertThat(phrases).hasSize(2);
    assertThat(phrases.stream().flatMap(one -> one.in(new Text("a.md", 1, prose(document)))))
        .containsExactly(
            "a.md:3: 'goes before all': write: precedes", "a.md:5: 'Stands in': write: is in");
  }

  @Test
  void texts_in_sources_are_joined_literals_and_the_comments_of_ports() {
    String source =
        """
        /// It goes
        /// `x` before all.
        class A {
          // "a comment"
          String a = "one " + "two\\nthree";
          char quote = '"';
          String b = f("four\\"") + x;
        }
        """;

    assertThat(SourceTexts.literals("A.java", source))
        .containsExactly(new Text("A.java", 5, "one two three"), new Text("A.java", 7, "four\\\""));
    assertThat(SourceTexts.comments("A.java", source))
        .extracting(text -> prose(text.content()).strip())
        .containsExactly("It goes\n \u00a7\u00a7\u00a7 before all.");
  }

  @Test
  void every_decision_record_has_the_form_and_is_in_the_index() throws IOException {
    Path directory = PROJECT.resolve("docs/adr");
    String index = Files.readString(directory.resolve("README.md"));
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(one -> !one.endsWith("README.md")).sorted().toList()) {
        String name = file.getFileName().toString();
        names.add(name);
        checkRecord(name, Files.readString(file), index);
      }
    }

    assertThat(names).hasSizeGreaterThan(50);
    assertThat(Pattern.compile("(?m)^\\| \\[\\d{4}\\]\\((.*?)\\)").matcher(index).results())
        .extracting(row -> row.group(1))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  private static void checkRecord(String name, String text, String index) {
    Matcher record = RECORD.matcher(text);
    assertThat(record.matches()).as("%s has the form of docs/adr/README.md", name).isTrue();
    assertThat(SECTION.matcher(text).results())
        .as(name)
        .extracting(section -> section.group(1))
        .containsExactly("Context", "Decision", "Consequences", "Alternatives");
    assertThat(text.lines().filter(line -> !line.startsWith("|") && !line.startsWith("Status: ")))
        .as(name)
        .allMatch(line -> line.length() <= 120);
    assertThat(name).startsWith(record.group("number") + "-");
    assertThat(index)
        .containsPattern(
            Pattern.quote("| [%s](%s) | ".formatted(record.group("number"), name))
                + Pattern.quote(record.group("title"))
                + " \\| \\S[^|]* \\| "
                + record.group("status"));
  }

  private static List<Text> texts() throws IOException {
    List<Text> texts = new ArrayList<>(documents());
    texts.addAll(SourceTexts.of(PROJECT));
    return texts;
  }

  private static List<Text> documents() throws IOException {
    List<Text> texts = new ArrayList<>();
    Files.walkFileTree(
        PROJECT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean pruned = PRUNED.contains(directory.getFileName().toString());
            return pruned ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String place = PROJECT.relativize(file).toString();
            if (place.endsWith(".md") && !place.equals(STYLE)) {
              texts.add(new Text(place, 1, prose(current(place, Files.readString(file)))));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return texts;
  }

  /// Released parts of the changelog are history.
  private static String current(String place, String text) {
    int released =
        place.equals("CHANGELOG.md") ? text.indexOf("\n## ", "# Changelog\n\n## ".length()) : -1;
    return released < 0 ? text : text.substring(0, released);
  }

  /// The same text and lines, with other characters in place of code.
  static String prose(String markdown) {
    return CODE.matcher(markdown)
        .replaceAll(code -> code.group().replaceAll("[^\n]", "\u00a7").replace("$", "\\$"));
  }

  /// The rows of the table whose first heading is `phrase`.
  private static List<Phrase> phrases(String style) {
    return style
        .lines()
        .dropWhile(line -> !line.startsWith("| phrase |"))
        .skip(1)
        .takeWhile(line -> line.startsWith("|"))
        .filter(line -> !line.startsWith("| ---"))
        .map(StyleTest::phrase)
        .toList();
  }

  private static Phrase phrase(String row) {
    List<String> cells =
        Stream.of(row.split("(?<!\\\\)\\|", -1))
            .map(cell -> cell.replace("\\|", "|").strip())
            .toList();
    assertThat(cells).as(row).hasSize(4);
    assertThat(cells.subList(1, 3)).as(row).noneMatch(String::isEmpty);
    return Phrase.of(cells.get(1), cells.get(2));
  }
}
