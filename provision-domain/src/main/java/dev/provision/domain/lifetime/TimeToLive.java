package dev.provision.domain.lifetime;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How long a node is to live, as users write it: `90m`, `8h`, `2d`, `1d12h`, or `none`.
///
/// @param length positive, and at most ten years; empty if the node is to stay
public record TimeToLive(Optional<Duration> length) {
  /// Of a node that stays until someone destroys it.
  public static final TimeToLive NONE = new TimeToLive(Optional.empty());

  private static final String NO_LIMIT = "none";
  private static final Duration LONGEST = Duration.ofDays(3650);
  private static final String UNITS = "dhms";
  private static final int MOST_DIGITS = 6;

  /// Checks the length.
  ///
  /// @throws IllegalArgumentException if it is not positive, or absurdly long
  public TimeToLive {
    if (!length.map(TimeToLive::isSensible).orElse(true)) {
      throw new IllegalArgumentException("time to live " + length.get());
    }
  }

  private static boolean isSensible(Duration length) {
    return length.isPositive() && length.compareTo(LONGEST) <= 0;
  }

  /// Empty if the text has another form.
  public static Optional<TimeToLive> parse(String text) {
    return text.equals(NO_LIMIT)
        ? Optional.of(NONE)
        : length(text)
            .filter(TimeToLive::isSensible)
            .map(length -> new TimeToLive(Optional.of(length)));
  }

  /// Numbers, each with its unit, the largest unit first.
  private static Optional<Duration> length(String text) {
    Duration sum = Duration.ZERO;
    int begin = 0;
    int unit = -1;
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      if (character >= '0' && character <= '9') {
        continue;
      }
      int next = UNITS.indexOf(character);
      if (next <= unit || at == begin || at - begin > MOST_DIGITS) {
        return Optional.empty();
      }
      sum = sum.plus(part(Long.parseLong(text.substring(begin, at)), character));
      unit = next;
      begin = at + 1;
    }
    return begin == text.length() ? Optional.of(sum) : Optional.empty();
  }

  private static Duration part(long number, char unit) {
    return switch (unit) {
      case 'd' -> Duration.ofDays(number);
      case 'h' -> Duration.ofHours(number);
      case 'm' -> Duration.ofMinutes(number);
      default -> Duration.ofSeconds(number);
    };
  }

  /// Why a text is none.
  public static String refusal(String text) {
    return "'"
        + text
        + "' is not a time to live; examples: 90m, 8h, 2d, 1d12h, at most 3650d, or none";
  }

  /// When a node expires whose time begins now.
  public Expiry from(Instant now) {
    return length
        .<Expiry>map(time -> Expiry.At.roundedUp(now.plus(time)))
        .orElseGet(Expiry.Never::new);
  }
}
