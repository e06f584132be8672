package dev.provision.domain.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every way in which a format string can be wrong, with where that is reported and how.
class FormatStringErrorsTest {
  private static final Map<String, String> VARIABLES =
      Map.of("x", "ab", "node_name", "n", "w", "6", "bad", "a:b");

  private static TemplateException error(String template) {
    return Objects.requireNonNull(
        catchThrowableOfType(
            TemplateException.class, () -> new FormatString(template).render(VARIABLES)),
        () -> "rendered: " + template);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a } b      | 1:3: single '}' encountered in format string; write '}}' for a literal brace",
        "{x}}       | 1:4: single '}' encountered in format string; write '}}' for a literal brace",
        "x {        | 1:3: single '{' encountered in format string; write '{{' for a literal brace",
        "a {x       | 1:3: expected '}' before end of string: this field is never closed;",
        "{x[0       | 1:1: expected '}' before end of string: this field is never closed;",
        "{x:5       | 1:1: unmatched '{' in format spec: this field is never closed;",
        "{x!r       | 1:1: unmatched '{' in format spec: this field is never closed;",
        "{x:{w}     | 1:1: unmatched '{' in format spec: this field is never closed;",
        "{x!        | 1:1: end of string while looking for conversion specifier: this field is",
        "f() { {x}  | 1:5: unexpected '{' in field name; write '{{' and '}}' for literal braces",
        "{x!rs}     | 1:1: expected ':' after conversion specifier, or the closing '}'",
        "{x!d}      | 1:1: unknown conversion specifier d; valid: !r, !s, and !a",
        "{x!é}      | 1:1: unknown conversion specifier \\xe9; valid: !r, !s, and !a",
      })
  void fields_that_cannot_be_read(String template, String message) {
    assertThat(error(template)).hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{node_nam} | no variable named 'node_nam' (did you mean 'node_name'?); write '{{' and",
        "{zebra}    | no variable named 'zebra' (available: 'bad', 'node_name', 'w', 'x'); write",
        "{print $1} | no variable named 'print $1' (available:",
        "{}         | replacement index 0 out of range for positional args tuple: a field needs",
        "{3}        | replacement index 3 out of range for positional args tuple: a field needs",
        "{x[2]}     | string index out of range: [2] of a value of 2 characters",
        "{x[-1]}    | string indices must be integers from 0, not '-1'",
        "{x[a]}     | string indices must be integers from 0, not 'a'",
        "{x[]}      | empty attribute in format string: nothing between brackets or after a dot",
        "{x.}       | empty attribute in format string: nothing between brackets or after a dot",
        "{x.upper}  | no attribute 'upper': variables are strings; attributes are not supported",
        "{x.nope}   | no attribute 'nope': variables are strings; attributes are not supported",
        "{x[0]y}    | only '.' or '[' may follow ']' in format field specifier, not 'y'",
        "{x[9223372036854775808]} | too many decimal digits in format string",
      })
  void names_that_stand_for_nothing(String template, String reason) {
    assertThat(error("\n " + template).getMessage()).startsWith("2:2: " + reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{x:=5}     | '=' alignment not allowed in string format specifier: that is for numbers",
        "{x:+}      | sign not allowed in string format specifier: that is for numbers",
        "{x:-5}     | sign not allowed in string format specifier: that is for numbers",
        "{x: }      | space not allowed in string format specifier: that is for numbers",
        "{x:z}      | negative zero coercion (z) not allowed in string format specifier: that is",
        "{x:#}      | alternate form (#) not allowed in string format specifier: that is for",
        "{x:,}      | cannot specify ',' with 's'; it is for numbers",
        "{x:_s}     | cannot specify '_' with 's'; it is for numbers",
        "{x:,_}     | cannot specify both ',' and '_'; both are for numbers",
        "{x:5.}     | format specifier missing precision: a number must follow the '.'",
        "{x:abc}    | invalid format specifier 'abc' for a string; examples: '>10', '*^8.3',",
        "{x:{bad}}  | invalid format specifier 'a:b' for a string; examples:",
        "{x:d}      | unknown format code 'd' for object of type 'str': the only one for a string"
            + " is 's'",
        "{x:9223372036854775808} | too many decimal digits in format string",
        "{x:10000001}            | width 10000001 is too large; the limit is 10000000",
        "{x:9223372036854775807} | width 9223372036854775807 is too large; the limit is 10000000",
      })
  void specs_that_do_not_suit_text(String template, String reason) {
    assertThat(error("é😀" + template).getMessage()).startsWith("1:3: " + reason);
  }

  @Test
  void a_mistake_in_a_nested_field_is_reported_at_that_field() {
    assertThat(error("{x:{w}.{y}}")).hasMessageStartingWith("1:8: no variable named 'y'");
    assertThat(error("{x:{w:{w}}}"))
        .hasMessage(
            "1:4: max string recursion exceeded: a format spec may contain fields, but those must"
                + " not contain fields");
  }

  @Test
  void of_several_mistakes_the_first_one_that_Python_meets_is_reported() {
    assertThat(error("{y} }")).hasMessageStartingWith("1:1: no variable named 'y'");
    assertThat(error("{x} } {y}")).hasMessageStartingWith("1:5: single '}'");
    assertThat(error("{y!q:{z}}")).hasMessageStartingWith("1:1: no variable named 'y'");
    assertThat(error("{x!q:{z}}")).hasMessageStartingWith("1:1: unknown conversion");
    assertThat(error("{x:{z}d}")).hasMessageStartingWith("1:4: no variable named 'z'");
    assertThat(error("{y:{z}")).hasMessageStartingWith("1:1: unmatched '{'");
  }

  @Test
  void lines_end_at_line_feeds_and_columns_count_code_points() {
    TemplateException error = error("one\r\ntwo\r\u2028\n\t😀é{y}\n");

    assertThat(error.line()).isEqualTo(3);
    assertThat(error.column()).isEqualTo(4);
    assertThat(error.getMessage()).isEqualTo("3:4: " + error.reason());
  }

  @Test
  void a_reason_stays_on_one_line_and_short() {
    assertThat(error("{a\nb\u001bc}").reason()).startsWith("no variable named 'a\\nb\\x1bc'");
    assertThat(error("{" + "a".repeat(100_000) + "}").reason()).hasSizeLessThan(250);
    assertThat(error("{x:" + "a".repeat(100_000) + "}").reason()).hasSizeLessThan(250);
    assertThat(error("{x." + "a".repeat(100_000) + "}").reason()).hasSizeLessThan(250);
    assertThat(error("{x[" + "a".repeat(100_000) + "]}").reason()).hasSizeLessThan(250);
  }

  @Test
  void a_text_that_would_fill_the_memory_is_refused() {
    assertThat(error("{x:9999999}\n".repeat(300)))
        .hasMessage("6:1: the rendered text would be longer than 50000000 characters");
  }
}
