package dev.provision.domain.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A megabyte of whatever is worst; anything but linear time would take hours, and recursion would
/// break the stack.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostileTemplatesTest {
  private static final int SIZE = 1_000_000;
  private static final Map<String, String> VARIABLES = Map.of("x", "é", "w", "3");
  private static final String KEY = "provision-template-type:";

  private static String fill(String piece) {
    return piece.repeat(SIZE / piece.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{x:", "{x!r:{w:", "{x[", "{{{", "{x:{", "{a", "{x]"})
  void fields_that_never_end(String piece) {
    assertThatThrownBy(() -> new FormatString(fill(piece)).render(VARIABLES))
        .isInstanceOf(TemplateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{x:%s}", "{x:{w}%s}", "{x[%s]}", "{%s}", "{x!%s}", "{x.%s}"})
  void fields_of_a_megabyte(String field) {
    for (String piece : new String[] {"a", "1", "[0]", "[", ":", "{w}", "{{}}", "{x:{w:{w}}}"}) {
      assertThatThrownBy(() -> new FormatString(field.formatted(fill(piece))).render(VARIABLES))
          .isInstanceOf(TemplateException.class);
    }
  }

  @Test
  void a_megabyte_of_fields() throws TemplateException {
    assertThat(new FormatString(fill("{x:>{w}}|")).render(VARIABLES)).hasSize(SIZE / 9 * 4);
    assertThat(new FormatString("{x" + fill("[0]") + "}").render(VARIABLES)).isEqualTo("é");
    assertThat(new FormatString(fill("{{}}")).render(VARIABLES)).isEqualTo("{}".repeat(SIZE / 4));
    assertThat(new FormatString(fill("\n")).render(VARIABLES)).hasSize(SIZE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$", "${", "${a", "$a", "${x", "${x ", "$$ "})
  void dollars_without_end(String piece) throws TemplateException {
    String text = fill(piece);

    assertThat(new TemplateString(text).render(VARIABLES)).isEqualTo(text.replace("$$", "$"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#",
        "# ",
        "#\n",
        "\n",
        KEY,
        KEY + "\n",
        "#" + KEY + " \n",
        "-",
        "#" + KEY + "a\n"
      })
  void markers_that_never_match(String piece) throws TemplateException {
    assertThat(Template.of(fill(piece))).isInstanceOf(VerbatimScript.class);
    assertThat(Template.of(fill(piece).getBytes(UTF_8))).isInstanceOf(VerbatimScript.class);
  }

  @Test
  void a_marker_far_from_its_type() throws TemplateException {
    String script = "# " + KEY + fill("\n") + "format-string";

    assertThat(Template.of(script)).isInstanceOf(FormatString.class);
  }
}
