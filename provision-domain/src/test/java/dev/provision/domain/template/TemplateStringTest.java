package dev.provision.domain.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateStringTest {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "x",
          "1",
          "name",
          "n7",
          "_A9",
          "u",
          "azAZ_09",
          "all",
          "again",
          "$x ${x} $$",
          "é",
          "no",
          "a b",
          "no");

  @ParameterizedTest
  @CsvSource({
    "$x, 1",
    "${x}, 1",
    "$x$x${x}, 111",
    "$name-$x.txt, n7-1.txt",
    "${name}s, n7s",
    "$_A9, u",
    "$azAZ_09, all",
    "$x[, 1[",
    "$x@, 1@",
    "$x`, 1`",
    "'${x}{', 1{",
    "$x/, 1/",
    "$x:, 1:",
    "$xé, 1é",
    "$$, $",
    "$$x, $x",
    "$$$x, $1",
    "$${x}, ${x}",
    "${x$x}, ${x1}",
  })
  void names_become_values_and_two_dollars_become_one(String template, String expected)
      throws TemplateException {
    assertThat(new TemplateString(template).render(VARIABLES)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$unknown ${unknown} $X ${X}",
        "$1 ${1} $? $# $@ $* $- $! $",
        "${x ${ x} ${x } ${} ${x:-1} ${#x} ${a b}",
        "awk '{print $2}' $(date) `date`",
        "$é ${é} $\u017f ${x\u212a}",
        "{x} {{x}} %(x)s \\x",
        "",
      })
  void anything_else_is_left_exactly_as_it_is(String template) throws TemplateException {
    assertThat(new TemplateString(template).render(VARIABLES)).isEqualTo(template);
  }

  @Test
  void a_value_is_not_expanded_again() throws TemplateException {
    assertThat(new TemplateString("$again").render(VARIABLES)).isEqualTo("$x ${x} $$");
  }

  @Test
  void a_text_that_would_fill_the_memory_is_refused() {
    String template = "$x\n".repeat(300);
    Map<String, String> variables = Map.of("x", "v".repeat(1_000_000));

    assertThatThrownBy(() -> new TemplateString(template).render(variables))
        .isInstanceOf(TemplateException.class)
        .hasMessage("50:1: the rendered text would be longer than 50000000 characters");
  }
}
