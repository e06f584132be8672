package dev.provision.domain.template;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  private static final Map<String, String> VARIABLES = Map.of("x", "1", "name", "ä");

  @Test
  void a_marker_line_names_the_language() throws TemplateException {
    Template format = Template.of("#!/bin/sh\n# provision-template-type: format-string\n{x}");
    Template string = Template.of("#!/bin/sh\n# provision-template-type: template-string\n$x");

    assertThat(format.render(VARIABLES))
        .isEqualTo("#!/bin/sh\n# provision-template-type: format-string\n1");
    assertThat(string.render(VARIABLES))
        .isEqualTo("#!/bin/sh\n# provision-template-type: template-string\n1");
    assertThat(format).isInstanceOf(FormatString.class);
    assertThat(string).isInstanceOf(TemplateString.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# provision-template-type: format-string",
        "echo # x provision-template-type:format-string # the rest",
        "##provision-template-type:format-string",
        "\n\n\t# -*- provision-template-type: 'format-string' -*-\r\n",
        "# provision-template-type:\n\n  format-string",
        "#\rprovision-template-type: format-string",
        "# provision-template-type: other provision-template-type: format-string",
        "#provision-template-type: other\n# provision-template-type: format-string",
        "# provision-template-type: format-string\n# provision-template-type: other",
      })
  void the_marker_is_found_where_the_pattern_matches(String script) throws TemplateException {
    assertThat(Template.of(script)).isInstanceOf(FormatString.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "#!/bin/sh\necho {x} $x",
        "#provision-template-type: format-string",
        "provision-template-type: format-string",
        "#\nprovision-template-type: format-string",
        "# provision-template-type: ",
        "# Provision-Template-Type: format-string",
        "# provision-template-type : format-string",
      })
  void without_a_match_the_script_is_sent_as_it_is(String script) throws TemplateException {
    Template template = Template.of(script);

    assertThat(template).isInstanceOf(VerbatimScript.class);
    assertThat(template.render(VARIABLES)).isEqualTo(script).isEqualTo(template.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"jinja2", "format", "Format-String", "format-string-2", "-", "formát-string"})
  void an_unknown_type_is_named_with_its_place(String type) {
    String script = "#!/bin/sh\n  # provision-template-type: " + type + "\n";

    assertThatThrownBy(() -> Template.of(script))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            "2:30: unknown template type '%s'; valid: 'format-string' and 'template-string'", type);
  }

  @Test
  void bytes_without_a_marker_stay_as_they_are_whatever_their_encoding() throws TemplateException {
    byte[] binary = new byte[256];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) i;
    }

    for (byte[] script :
        new byte[][] {
          binary,
          {},
          "# grüße {x} $x\r\n".getBytes(ISO_8859_1),
          "# provision-template-type: format-string {x}".getBytes(UTF_16LE),
        }) {
      assertThat(Template.of(script).renderBytes(VARIABLES)).isEqualTo(script);
    }
  }

  @Test
  void changing_the_array_afterwards_changes_no_script() throws TemplateException {
    byte[] bytes = "echo".getBytes(UTF_8);
    Template template = Template.of(bytes);

    bytes[0] = 'E';
    template.renderBytes(VARIABLES)[1] = 'C';

    assertThat(template.renderBytes(VARIABLES)).asString(UTF_8).isEqualTo("echo");
  }

  @Test
  void templates_are_UTF_8_and_line_endings_are_left_alone() throws TemplateException {
    String script = "\ufeff#!/bin/sh\r\n# provision-template-type: format-string\r\n😀{name}\r\r\n";

    byte[] rendered = Template.of(script.getBytes(UTF_8)).renderBytes(VARIABLES);

    assertThat(rendered).asString(UTF_8).isEqualTo(script.replace("{name}", "ä"));
  }

  @Test
  void a_template_that_is_not_UTF_8_is_an_error_at_its_first_wrong_byte() {
    String script = "# provision-template-type: template-string\n€ÿ $x\n";
    byte[] bytes = script.replace("€", "a").getBytes(ISO_8859_1);

    assertThatThrownBy(() -> Template.of(bytes))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith("2:2: byte 0xff is not UTF-8");
  }

  @Test
  void half_a_surrogate_pair_in_a_value_cannot_be_sent() {
    Template template = new TemplateString("$x");

    assertThatThrownBy(() -> template.renderBytes(Map.of("x", "\ud83d")))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith("1:1: ")
        .hasMessageContaining("half a character");
  }
}
