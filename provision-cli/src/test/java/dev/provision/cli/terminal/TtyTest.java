package dev.provision.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `stty size` says. What a terminal really does needs one.
final class TtyTest {
  @ParameterizedTest
  @CsvSource({"24 80, 80, 24", "'50 132\n', 132, 50", "1 1, 1, 1", "' 9 999', 999, 9"})
  void rows_come_first(String said, int columns, int rows) {
    assertThat(Tty.Size.parse(said)).contains(new Tty.Size(columns, rows));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "24",
        "0 0",
        "24 0",
        "0 80",
        "a b",
        "-1 80",
        "24 80 1",
        "99999 99999",
        "\u0662\u0664 80"
      })
  void what_is_no_size_is_none(String said) {
    assertThat(Tty.Size.parse(said)).isEmpty();
  }
}
