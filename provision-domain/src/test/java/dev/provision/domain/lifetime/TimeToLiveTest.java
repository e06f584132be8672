package dev.provision.domain.lifetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeToLiveTest {
  @ParameterizedTest
  @CsvSource({
    "1s, PT1S",
    "90m, PT90M",
    "8h, PT8H",
    "2d, PT48H",
    "1d12h, PT36H",
    "1d2h3m4s, P1DT2H3M4S",
    "3650d, P3650D"
  })
  void numbers_with_units_are_a_length(String text, Duration length) {
    assertThat(TimeToLive.parse(text)).contains(new TimeToLive(Optional.of(length)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0s",
        "0h0m",
        "-1h",
        "+1h",
        "8",
        "h",
        "8 h",
        "8H",
        "1h1d",
        "1h1h",
        "1.5h",
        "8h ",
        "3651d",
        "999999d",
        "9999999s",
        "99999999999999999999h",
        "٣h",
        "forever",
        "never",
        "None"
      })
  void what_is_not_positive_or_absurd_or_has_no_unit_is_none(String text) {
    assertThat(TimeToLive.parse(text)).isEmpty();
  }

  @Test
  void none_is_a_choice() {
    assertThat(TimeToLive.parse("none")).contains(TimeToLive.NONE);
    assertThat(TimeToLive.NONE.from(Instant.EPOCH)).isEqualTo(new Expiry.Never());
  }

  @Test
  void a_node_never_lives_shorter_than_it_was_promised() {
    TimeToLive second = new TimeToLive(Optional.of(Duration.ofSeconds(1)));

    assertThat(second.from(Instant.parse("2026-11-30T21:34:59.000000001Z")))
        .isEqualTo(new Expiry.At(Instant.parse("2026-11-30T21:35:01Z")));
    assertThat(second.from(Instant.parse("2026-11-30T21:34:59Z")))
        .isEqualTo(new Expiry.At(Instant.parse("2026-11-30T21:35:00Z")));
  }

  @Test
  void in_code_it_is_checked_too() {
    assertThatThrownBy(() -> new TimeToLive(Optional.of(Duration.ZERO)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TimeToLive(Optional.of(Duration.ofSeconds(Long.MAX_VALUE))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
