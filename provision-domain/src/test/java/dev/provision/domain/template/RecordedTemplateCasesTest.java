package dev.provision.domain.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Compares with what CPython 3.11 said when `record_template_cases.py` was run.
///
/// A line of `cases.txt` has three fields between tabs: `v`, name and value of a variable that all
/// cases have; or a language as in [TemplateCase], the template, and `=TEXT` or `!TYPE MESSAGE`. A
/// backslash stands in front of the four hexadecimal digits of a UTF-16 unit.
class RecordedTemplateCasesTest {
  @ParameterizedTest
  @CsvSource({"f, 3600", "t, 800", "m, 500"})
  void renders_as_Python_did(char language, int atLeast) throws IOException {
    List<String[]> lines = lines("cases.txt").map(line -> line.split("\t", -1)).toList();
    Map<String, String> variables = new LinkedHashMap<>();
    List<String> differences = new ArrayList<>();
    int cases = 0;

    for (String[] fields : lines) {
      if (fields[0].equals("v")) {
        variables.put(unescape(fields[1]), unescape(fields[2]));
      } else if (fields[0].charAt(0) == language) {
        cases++;
        new TemplateCase(language, unescape(fields[1]), variables)
            .difference(outcome(unescape(fields[2])), true)
            .ifPresent(differences::add);
      }
    }

    assertThat(differences.stream().limit(10))
        .as("the first of %d differences", differences.size())
        .isEmpty();
    assertThat(cases).isGreaterThanOrEqualTo(atLeast);
  }

  /// Fails with a JDK that knows more characters than the list in [PythonUnicode] does.
  @Test
  void knows_the_same_characters_as_Python() throws IOException {
    List<String> differences = new ArrayList<>();
    Map<String, List<String>> ranges = new LinkedHashMap<>();
    lines("unicode-14.txt")
        .map(line -> line.split(" ", -1))
        .forEach(fields -> ranges.put(fields[0], List.of(fields).subList(1, fields.length)));
    int[] flags = flags(ranges);

    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      int ours =
          (PythonUnicode.isPrintable(c) ? 1 : 0)
              | (PythonUnicode.isWord(c) ? 2 : 0)
              | (PythonUnicode.decimal(c) + 1) << 2;
      if (ours != flags[c]) {
        differences.add(String.format(Locale.ROOT, "U+%04X: %d, Python: %d", c, ours, flags[c]));
      }
    }

    assertThat(differences).isEmpty();
  }

  /// Bit 0: printable, bit 1: of a word, above: value as a digit plus 1.
  private static int[] flags(Map<String, List<String>> ranges) {
    int[] flags = new int[Character.MAX_CODE_POINT + 1];
    ranges.forEach(
        (property, list) -> {
          int flag =
              switch (property) {
                case "printable" -> 1;
                case "word" -> 2;
                default -> (Integer.parseInt(property) + 1) << 2;
              };
          for (String range : list) {
            String[] ends = range.split("-", -1);
            for (int c = Integer.parseInt(ends[0], 16); c <= Integer.parseInt(ends[1], 16); c++) {
              flags[c] |= flag;
            }
          }
        });
    return flags;
  }

  private static PythonOutcome outcome(String field) {
    if (field.startsWith("=")) {
      return new PythonOutcome.Text(field.substring(1));
    }
    int blank = field.indexOf(' ');
    return new PythonOutcome.Raised(field.substring(1, blank), field.substring(blank + 1));
  }

  private static String unescape(String field) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < field.length(); at++) {
      char c = field.charAt(at);
      if (c == '\\') {
        text.append((char) Integer.parseInt(field.substring(at + 1, at + 5), 16));
        at += 4;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static Stream<String> lines(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            RecordedTemplateCasesTest.class.getResourceAsStream("/templates/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines();
    }
  }
}
