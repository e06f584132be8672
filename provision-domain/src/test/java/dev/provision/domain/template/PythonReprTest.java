package dev.provision.domain.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonReprTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "ab, 'ab'",
        "``, ''",
        "it's, \"it's\"",
        "say \"hi\", 'say \"hi\"'",
        "it's \"so\", 'it\\'s \"so\"'",
        "a\\b, 'a\\\\b'",
      })
  void single_quotes_unless_double_ones_save_escapes(String text, String expected) {
    assertThat(PythonRepr.of(text)).isEqualTo(expected);
  }

  @Test
  void what_cannot_be_printed_is_escaped() {
    assertThat(PythonRepr.of("\t\n\r\0\u001b\u007f")).isEqualTo("'\\t\\n\\r\\x00\\x1b\\x7f'");
    assertThat(PythonRepr.of("\u00a0\u200b\u2028\ue000\ud800"))
        .isEqualTo("'\\xa0\\u200b\\u2028\\ue000\\ud800'");
    assertThat(PythonRepr.of("\udb40\udc01")).isEqualTo("'\\U000e0001'");
  }

  @Test
  void what_can_be_printed_stays_except_in_ascii() {
    assertThat(PythonRepr.of("é中😀")).isEqualTo("'é中😀'");
    assertThat(PythonRepr.ascii("é中😀")).isEqualTo("'\\xe9\\u4e2d\\U0001f600'");
  }

  @Test
  void characters_younger_than_Unicode_14_are_escaped_as_Python_3_11_does() {
    assertThat(PythonRepr.of("\ud83e\udee8")).isEqualTo("'\\U0001fae8'");
    assertThat(PythonRepr.of("\ud83e\udee7")).isEqualTo("'\ud83e\udee7'");
  }
}
