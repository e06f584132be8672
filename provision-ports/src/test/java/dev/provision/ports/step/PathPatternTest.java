package dev.provision.ports.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A pattern matches what a shell's `case` matches, name by name.
final class PathPatternTest {
  @ParameterizedTest
  @CsvSource({
    "*.bak, a.bak",
    "*.bak, .bak",
    "*.bak, d/e/a.bak",
    "a*b*c, a-b-b-c",
    "*, anything",
    "?, ü",
    "?, \ud83d\ude00",
    "[abc]x, bx",
    "[a-c]x, cx",
    "[!a-c]x, dx",
    "[]]x, ]x",
    "[a-]x, -x",
    "[x, [x",
    "\\*x, *x",
    "logs, d/logs",
    "logs/, d/logs",
    "/logs, logs",
    "cache/*.tmp, cache/a.tmp",
    "*/x, d/x",
  })
  void matches(String pattern, String path) {
    assertThat(new PathPattern(pattern).matches(path)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "*.bak, a.bak/x",
    "*.bak, abak",
    "a*b*c, a-c-b",
    "?, ''",
    "?, ab",
    "[abc]x, dx",
    "[!a-c]x, bx",
    "\\*x, ax",
    "/logs, d/logs",
    "cache/*.tmp, d/cache/a.tmp",
    "cache/*, cache/d/e",
    "*/x, x",
    "*a, b/c",
  })
  void does_not_match(String pattern, String path) {
    assertThat(new PathPattern(pattern).matches(path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "//", "a\0b"})
  void what_can_match_nothing_is_no_pattern(String text) {
    assertThatThrownBy(() -> new PathPattern(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_pattern_of_a_path_matches_only_that() {
    for (String path : List.of("a", "a/b", "[a]*?\\.conf", "x y")) {
      assertThat(PathPattern.of(path).matches(path)).as(path).isTrue();
      assertThat(PathPattern.of(path).matches("z/" + path)).as(path).isFalse();
    }
    assertThat(PathPattern.of("*").matches("a")).isFalse();
  }
}
