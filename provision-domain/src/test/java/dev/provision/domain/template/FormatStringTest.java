package dev.provision.domain.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatStringTest {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "x", "ab",
          "name", "node",
          "foo bar", "blank",
          "-1", "minus",
          "w", "6",
          "spec", "*^8",
          "e", "",
          "emoji", "a😀b",
          "again", "{x}");

  private static String render(String template) throws TemplateException {
    return new FormatString(template).render(VARIABLES);
  }

  @ParameterizedTest
  @CsvSource({
    "{x}, ab",
    "{name}-{x}-{name}, node-ab-node",
    "{foo bar}, blank",
    "{-1}, minus",
    "{{x}}, {x}",
    "{{{x}}}, {ab}",
    "${{HOME}}, ${HOME}",
    "awk '{{print $1}}', awk '{print $1}'",
    "{again}, {x}",
    "no field, no field",
  })
  void names_become_values_and_doubled_braces_single_ones(String template, String expected)
      throws TemplateException {
    assertThat(render(template)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{x!s}, ab",
        "{x!r}, 'ab'",
        "{emoji!r}, 'a😀b'",
        "{emoji!a}, 'a\\U0001f600b'",
        "{x!r:>6}, `  'ab'`",
        "{x!r:.2}, 'a",
      })
  void conversions_come_before_the_spec(String template, String expected) throws TemplateException {
    assertThat(render(template)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{x:}, ab",
        "{x:5}|, `ab   |`",
        "{x:<5}|, `ab   |`",
        "{x:>5}|, `   ab|`",
        "{x:^5}|, ` ab  |`",
        "{x:*^5}, *ab**",
        "{x:😀>4}, 😀😀ab",
        "{x:1}, ab",
        "{x:05}, ab000",
        "{x:>05}, 000ab",
        "{x:.1}, a",
        "{x:.0}|, |",
        "{x:3.1s}|, `a  |`",
        "{x:<<4}, ab<<",
        "{emoji:5}|, `a😀b  |`",
        "{emoji:.2}, a😀",
        "{x:٤}|, `ab  |`",
      })
  void specs_pad_and_cut_and_count_code_points(String template, String expected)
      throws TemplateException {
    assertThat(render(template)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{x:{w}}|, `ab    |`",
        "{x:{spec}}, ***ab***",
        "{x:>{w}.{w[0]}}, `    ab`",
        "{x:{e}}, ab",
        "{x:{w!s:.1}}|, `ab    |`",
      })
  void a_spec_may_have_fields_of_its_own(String template, String expected)
      throws TemplateException {
    assertThat(render(template)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"{x[0]}, a", "{x[1]}, b", "{emoji[1]}, 😀", "{emoji[2]}, b", "{x[1][0][0]}, b"})
  void an_index_picks_a_character(String template, String expected) throws TemplateException {
    assertThat(render(template)).isEqualTo(expected);
  }

  @Test
  void a_value_may_be_padded_up_to_the_limit_and_exceed_it_by_itself() throws TemplateException {
    String padded = render("{x:" + FormatString.MAX_WIDTH + "}");
    String longer = "v".repeat(FormatString.MAX_WIDTH + 1);
    String template = "{x:" + longer.length() + "}";

    assertThat(padded).hasSize(FormatString.MAX_WIDTH);
    assertThat(new FormatString(template).render(Map.of("x", longer))).isEqualTo(longer);
  }
}
