package dev.provision.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import dev.provision.domain.bundle.LineEnds;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptFormTest {
  private final List<String> warnings = new ArrayList<>();

  private byte[] ready(byte[] bytes, LineEnds lineEnds) {
    return ScriptForm.ready(bytes, "/site/s", lineEnds, warnings);
  }

  private String ready(String text, LineEnds lineEnds) {
    return new String(
        ready(text.getBytes(StandardCharsets.UTF_8), lineEnds), StandardCharsets.UTF_8);
  }

  /// The script, where `^` stands for a line feed, `~` for a carriage return, `_` for a NUL and `M`
  /// for a byte order mark, and what is said of it.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          M#!/bin/sh -e^false^echo on^         | /site/s:1: it begins with a byte order mark
          Mecho a^                             | /site/s:1: it begins with a byte order mark
          #!/bin/bash~^echo hi~^               | /site/s:1: its #! line ends in a carriage return
          #!/usr/bin/env python3~^print(1)~^   | /site/s:1: its #! line ends in a carriage return
          #!/bin/sh~echo a~                    | /site/s:1: its #! line ends in a carriage return
          #!/bin/sh^cd /x~^rm a^               | /site/s:2: this line ends in a carriage return
          #!/usr/bin/env -S bash -e^a^b~^      | /site/s:3: this line ends in a carriage return
          echo a~^echo b~^                     | /site/s:1: this line ends in a carriage return
          ^#!/usr/bin/env python3^import sys^  | /site/s:2: its #! line is not the first line
          ~^#!/bin/bash^                       | /site/s:2: its #! line is not the first line
          # licence^#^#!/bin/bash -e^false^    | /site/s:3: its #! line is not the first line
          ' #!/bin/bash^'                      | /site/s:1: its #! line begins with a space
          #!^echo a^                           | /site/s:1: its #! line names no interpreter
          #!                                   | /site/s:1: its #! line names no interpreter
          #!bash^                              | /site/s:1: its #! line names 'bash', which is not an absolute path
          #!C:\\Python\\python.exe^            | /site/s:1: its #! line names 'C:\\Python\\python.exe'
          \u00a0#!/bin/sh -e^false^           | /site/s:1: its first line resembles a #! line
          \u200b#!/bin/sh -e^false^           | /site/s:1: its first line resembles a #! line
          #\ufeff!/bin/sh -e^false^           | /site/s:1: its first line resembles a #! line
          '# !/bin/sh -e^false^'               | /site/s:1: its first line resembles a #! line
          '#\\!/bin/sh -e^false^'             | /site/s:1: its first line resembles a #! line
          '!#/bin/sh -e^false^'                | /site/s:1: its first line resembles a #! line
          '##!/bin/sh -e^false^'               | /site/s:1: its first line resembles a #! line
          '/bin/sh -e^false^'                  | /site/s:1: its first line resembles a #! line
          '#\uff01/bin/sh -e^false^'          | /site/s:1: its first line resembles a #! line
          '"#!/bin/sh -e"^false^'              | /site/s:1: its first line resembles a #! line
          #!/bin/sh\u00a0-e^false^            | /site/s:1: its #! line names '/bin/sh\u00a0-e', which contains
          #!/usr/bin/env python3 -u^           | write #!/usr/bin/env -S python3 -u
          \u007fELF_^                          | /site/s:1: it is a compiled program, not a script
          PK_^                                 | /site/s:1: it contains a NUL byte
          #!/bin/sh^echo a_b^                  | /site/s:2: it contains a NUL byte
          #!/bin/sh^a~^_b~^                    | /site/s:3: it contains a NUL byte
          #!/bin/sh^a~^exit^_b~^               | /site/s:2: this line ends in a carriage return
          #!/usr/bin/env /opt/perl -w^         | write #!/usr/bin/env -S /opt/perl -w
          '^^ #!/bin/bash^'                    | /site/s:3: its #! line is not the first line
          """)
  void what_would_be_run_wrongly_is_refused_with_file_line_and_cure(String text, String said) {
    assertThatThrownBy(
            () ->
                ready(
                    text.replace('^', '\n')
                        .replace('~', '\r')
                        .replace('_', '\0')
                        .replaceFirst("^M", "\uFEFF"),
                    LineEnds.CHECKED))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining(said);
  }

  @Test
  void utf_32_is_not_taken_for_utf_16() {
    byte[] script = "\ufeff#!/bin/sh\n".getBytes(Charset.forName("UTF-32LE"));

    assertThatThrownBy(() -> ready(script, LineEnds.CHECKED))
        .hasMessageContaining("it is in UTF-32")
        .hasMessageContaining("iconv -f UTF-32");
  }

  @Test
  void utf_16_is_named_with_and_without_a_mark() {
    for (var charset :
        List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      for (LineEnds lineEnds : LineEnds.values()) {
        assertThatThrownBy(() -> ready("#!/bin/sh -e\nfalse\n".getBytes(charset), lineEnds))
            .hasMessageContaining("/site/s:1: it is in UTF-16");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "echo a",
        "#!/bin/sh\nprintf 'a\\r\\n'\n",
        "#! /bin/sh\n",
        "#!\t/bin/sh -e\n",
        "#!/usr/bin/env bash\n",
        "#!/usr/bin/env -S python3 -u\n",
        "#!/usr/bin/env -i\n",
        "#!/usr/bin/env A=1 sh\n",
        "#!/usr/bin/awk -f\n",
        "#!/usr/bin/awk -f x\n",
        "#!/bin/~sh\n",
        "echo a\n#!/bin/bash\n",
        "#!/usr/bin/python3\nprint(1)\r\nprint(2)\r\n",
        "# licence\n#!/bin/sh\necho a\n",
        "# see #!/bin/bash for more\necho a\n",
        "#!/bin/sh\nif x; then\n  exit 1\nfi\nexit 0\n\0\1\r\n\0",
        "#!/usr/bin/perl\nprint 1;\n__END__\n\0",
        "#!/bin/sh\nexit\r\0"
      })
  void what_is_run_as_it_is_meant_is_sent_byte_for_byte(String text) {
    assertThat(ready(text, LineEnds.CHECKED)).isEqualTo(text);
    assertThat(warnings).isEmpty();
  }

  @Test
  void bytes_of_any_encoding_stay_as_they_are() {
    byte[] latin = "#!/bin/sh\necho ü\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(ready(latin, LineEnds.CHECKED)).isEqualTo(latin);
    assertThat(ready(latin, LineEnds.UNIX)).isEqualTo(latin);
  }

  @Test
  void line_ends_of_windows_and_a_byte_order_mark_are_taken_out_on_request() {
    assertThat(ready("\uFEFF#!/bin/sh -e\r\nfalse\r\n", LineEnds.UNIX))
        .isEqualTo("#!/bin/sh -e\nfalse\n");
    assertThat(ready("#!/bin/sh\nprintf 'a\rb'\r\n", LineEnds.UNIX))
        .isEqualTo("#!/bin/sh\nprintf 'a\rb'\n");
  }

  @Test
  void marks_and_carriage_returns_that_were_written_twice_are_taken_out_as_well() {
    assertThat(ready("\uFEFF\uFEFF#!/bin/sh -e\r\r\nfalse\r\r\n", LineEnds.UNIX))
        .isEqualTo("#!/bin/sh -e\nfalse\n");
  }

  /// Advice to do what has been done already helps nobody.
  @Test
  void a_carriage_return_that_stays_in_the_first_line_is_named_with_what_helps() {
    assertThatThrownBy(() -> ready("#!/bin/sh\recho\r\n", LineEnds.UNIX))
        .hasMessageContaining(":1: its #! line contains a carriage return")
        .hasMessageContaining("mac2unix")
        .hasMessageNotContaining("line-ends: unix");
  }

  @Test
  void line_ends_that_are_meant_stay_but_not_in_the_first_line() {
    String text = "#!/bin/sh\ncat <<E\nGET / HTTP/1.0\r\n\r\nE\n";

    assertThat(ready(text, LineEnds.KEEP)).isEqualTo(text);
    assertThatThrownBy(() -> ready("#!/bin/sh\r\n", LineEnds.KEEP)).hasMessageContaining(":1:");
  }

  @Test
  void a_long_first_line_is_told_and_one_that_is_too_long_is_refused() {
    String longest = "#!/bin/" + "a".repeat(255 - "#!/bin/".length());

    ready(longest.substring(0, 127) + "\n", LineEnds.CHECKED);
    assertThat(warnings).isEmpty();
    ready(longest + "\n", LineEnds.CHECKED);
    assertThat(warnings)
        .containsExactly(
            "/site/s:1: its #! line has 255 bytes; Linux before 5.1 truncates it after 127");
    assertThatThrownBy(() -> ready(longest + "a\n", LineEnds.CHECKED))
        .hasMessageContaining("/site/s:1: its #! line has 256 bytes; Linux accepts at most 255");
  }
}
