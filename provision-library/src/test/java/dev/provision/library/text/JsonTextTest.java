package dev.provision.library.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What is written is what another program reads.
final class JsonTextTest {
  private static final JsonMapper READER = new JsonMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a \"quoted\" \\ text",
        "\u0000\u0001\u001f\n\r\t\b\f",
        "\u007f\u009b\u2028é😀"
      })
  void any_text_comes_back_as_it_was(String text) {
    assertThat(READER.readValue(JsonText.line(text), String.class)).isEqualTo(text);
    assertThat((Object) READER.readValue(JsonText.write(Map.of(text, text)), Map.class))
        .isEqualTo(Map.of(text, text));
  }

  @Test
  void half_a_character_is_written_as_an_escape() {
    assertThat(JsonText.line("a\ud800")).isEqualTo("\"a\\ud800\"");
  }

  @Test
  void a_line_holds_no_line_feed() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("a", List.of(1, 2L, 0.5, true));
    all.put("b", Map.of());
    all.put("c", "x\ny");

    assertThat(JsonText.line(all)).isEqualTo("{\"a\":[1,2,0.5,true],\"b\":{},\"c\":\"x\\ny\"}");
  }

  @Test
  void several_lines_are_indented() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("none", List.of());
    all.put("some", List.of(Optional.of("x"), Optional.empty()));
    all.put("number", OptionalLong.of(3));
    all.put("fraction", OptionalDouble.empty());

    assertThat(JsonText.write(all))
        .isEqualTo(
            """
            {
              "none": [],
              "some": [
                "x",
                null
              ],
              "number": 3,
              "fraction": null
            }\
            """);
  }
}
