package dev.provision.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// The gate before terminals and pipes.
final class VisibleTextTest {
  private static final Set<Integer> HIDDEN =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR,
          (int) Character.SURROGATE);

  private static IntStream hidden() {
    return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(one -> HIDDEN.contains(Character.getType(one)));
  }

  private static String printed(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OutputGate gate = new OutputGate(bytes);
    gate.print(text);
    gate.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /// All of Cc, Cf, Zl, Zp and Cs.
  @Test
  void of_unicodes_controls_formats_and_separators_none_passes() {
    hidden()
        .filter(one -> one != '\n' && one != '\t')
        .forEach(
            one -> {
              String shown = printed("a" + Character.toString(one) + "b");
              assertThat(shown).matches("a(\\\\u[0-9a-f]{4}){1,2}b|a\\\\rb");
              assertThat(JsonMapper.shared().readValue('"' + shown + '"', String.class))
                  .isEqualTo("a" + Character.toString(one) + "b");
            });
    assertThat(hidden().count()).isGreaterThan(2200);
    assertThat(printed("a\nb\tc")).isEqualTo("a\nb\tc");
    assertThat(VisibleText.line("a\nb\tc\r")).isEqualTo("a\\nb\\tc\\r");
  }

  /// Unicode's Default_Ignorable_Code_Point that are letters or marks.
  @Test
  void fillers_and_variation_selectors_show_nothing_and_are_shown() {
    IntStream.of(0x034f, 0x115f, 0x3164, 0xffa0, 0x180b, 0xfe0f, 0xe0100, 0xe0fff, 0x2065)
        .forEach(one -> assertThat(printed(Character.toString(one))).startsWith("\\u"));
  }

  @Test
  void what_can_be_seen_stays_as_it_is() {
    String text = "Größe 日本語 \uD83D\uDE00 \\u001b é\u0301 \u00a0|~";

    assertThat(printed(text)).isEqualTo(text);
    assertThat(VisibleText.word("a b\u00a0c")).isEqualTo("a\\u0020b\\u00a0c");
  }

  @ParameterizedTest
  @CsvSource({
    "61 ff 62, a\\xffb",
    "e2 82, \\xe2\\x82",
    "c3 28, \\xc3(",
    "ed a0 80, \\xed\\xa0\\x80",
    "c2 9b, \\u009b",
    "f0 9f 98 80, \uD83D\uDE00",
    "61 0d 62 0d 0a, a\\rb",
    "61 0d, a\\r",
    "0d 0d 0a, \\r",
  })
  void of_a_programs_output_each_byte_is_seen(String bytes, String line) {
    byte[] output = HexFormat.ofDelimiter(" ").parseHex(bytes);

    assertThat(VisibleText.outputLines(output)).containsExactly(line);
  }

  @Test
  void a_character_in_two_pieces_waits_for_its_end() {
    byte[] smile = "a\uD83D\uDE00".getBytes(StandardCharsets.UTF_8);

    for (int count = 2; count < smile.length; count++) {
      assertThat(VisibleText.wholeCharacters(Arrays.copyOf(smile, count))).isEqualTo(1);
    }
    assertThat(VisibleText.wholeCharacters(smile)).isEqualTo(smile.length);
    assertThat(VisibleText.wholeCharacters(new byte[] {(byte) 0x80, (byte) 0x80})).isEqualTo(2);
    assertThat(VisibleText.decoded(ByteBuffer.wrap(smile))).isEqualTo("a\uD83D\uDE00");
  }

  @Test
  void what_a_library_prints_goes_through_the_gate_and_cannot_close_it() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputGate gate = new OutputGate(err);
    PrintStream out = System.out;
    PrintStream errors = System.err;
    try {
      ForeignOutput.redirectTo(gate);
      System.out.println("one \u001b[2J");
      System.out.close();
      System.out.print("two\n");
      System.err.close();
      System.err.print("thr\u00e9e");
      System.setOut(null);
      ForeignOutput.finish();
      System.setErr(null);
      ForeignOutput.finish();
    } finally {
      System.setOut(out);
      System.setErr(errors);
    }

    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("one \\u001b[2J\ntwo\nthr\u00e9e");
  }
}
