package dev.provision.library.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What this program or another one has written is read as Jackson reads it.
final class JsonLineTest {
  private static final JsonMapper OTHER = new JsonMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a \"quoted\" \\ text / more",
        "\u0000\u0001\u001f\n\r\t\b\f",
        "\u007f\u009b\u2028é😀",
        "{\"a\":\"b\"}"
      })
  void any_text_comes_back(String text) {
    Map<String, String> written = Map.of("key " + text, text);

    assertThat(JsonLine.texts(JsonText.line(written))).contains(written);
    assertThat(JsonLine.texts(OTHER.writeValueAsString(written))).contains(written);
  }

  @Test
  void other_values_and_blanks_are_passed_over() {
    assertThat(JsonLine.texts(" { \"a\" : 1.5e-3 , \"b\" : \"x\" , \"c\" : true, \"d\":null } "))
        .contains(Map.of("b", "x"));
    assertThat(JsonLine.texts("{}")).contains(Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\":\"b\"",
        "{\"a\":\"b",
        "{\"a\":\"b\\",
        "{\"a\":\"\\u00",
        "{\"a\":\"\\u00zz\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":}",
        "{\"a\":\"b\",}",
        "{\"a\":{}}",
        "{\"a\":[]}",
        "{a:\"b\"}",
        "[]",
        "{} {}",
        "nothing"
      })
  void what_is_cut_or_something_else_is_not_taken_for_a_line(String line) {
    assertThat(JsonLine.texts(line)).isEqualTo(Optional.empty());
  }
}
