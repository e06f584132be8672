package dev.provision.domain.lifetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpiryTest {
  private static final long SECONDS_TO_YEAR_10000 = 253_402_300_800L;

  private static Node node(Map<String, String> labels) {
    return new Node(
            new NodeId("1"),
            "n",
            Node.State.RUNNING,
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty())
        .labelled(labels);
  }

  @Test
  void a_label_that_every_cloud_accepts_says_it() {
    Expiry expiry = new Expiry.At(Instant.parse("2026-11-30T21:35:00Z"));

    assertThat(expiry.labels()).isEqualTo(Map.of("provision-expires", "2026-11-30t21-35-00z"));
    assertThat(Expiry.of(node(expiry.labels()))).contains(expiry);
    assertThat(Expiry.of(node(Map.of()))).isEmpty();
  }

  @Test
  void what_is_written_is_read_again() {
    Random random = new Random(15);
    for (int i = 0; i < 10_000; i++) {
      Instant time = Instant.ofEpochSecond(random.nextLong(SECONDS_TO_YEAR_10000));
      Expiry expiry = new Expiry.At(time);

      assertThat(expiry.value()).matches("[a-z0-9-]{20}");
      assertThat(Expiry.parse(expiry.value())).isEqualTo(expiry);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "tomorrow",
        "2026-11-30",
        "2026-11-30T21:35:00Z",
        "2026-11-30t21:35:00z",
        "2026-11-30t21-35-00",
        "2026-11-30t21-35-0z0",
        "2026-02-29t00-00-00z",
        "2026-11-31t00-00-00z",
        "2026-11-30t24-00-00z",
        "2016-12-31t23-59-60z",
        "2026-11-30t21-35-00+",
        "1969-12-31t23-59-59z",
        "-026-11-30t21-35-00z",
        "+12026-11-30t1-35-0z",
        "２０２６-11-30t21-35-00z",
        "never ",
        "NEVER"
      })
  void anything_else_is_odd_and_never_over(String value) {
    Expiry odd = Expiry.parse(value);

    assertThat(odd).isEqualTo(new Expiry.Odd(value));
    assertThat(odd.isOver(Instant.MAX)).isFalse();
  }

  @Test
  void a_leap_day_is_a_day() {
    assertThat(Expiry.parse("2028-02-29t00-00-00z").moment())
        .contains(Instant.parse("2028-02-29T00:00:00Z"));
  }

  @Test
  void it_is_over_from_its_second_on() {
    Instant time = Instant.parse("2026-11-30T21:35:00Z");
    Expiry expiry = new Expiry.At(time);

    assertThat(expiry.isOver(time.minusNanos(1))).isFalse();
    assertThat(expiry.isOver(time)).isTrue();
  }

  @Test
  void never_has_a_value_and_no_end() {
    assertThat(Expiry.parse(new Expiry.Never().value())).isEqualTo(new Expiry.Never());
    assertThat(new Expiry.Never().isOver(Instant.MAX)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-11-30T21:35:00.1Z", "1969-12-31T23:59:59Z", "+10000-01-01T00:00:00Z"})
  void a_label_holds_whole_seconds_of_ordinary_years(Instant time) {
    assertThatThrownBy(() -> new Expiry.At(time)).isInstanceOf(IllegalArgumentException.class);
  }
}
