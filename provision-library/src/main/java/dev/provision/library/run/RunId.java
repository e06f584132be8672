package dev.provision.library.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// What a run is called: the time of its beginning, in UTC, and four characters that tell it from
/// others, such as `20261130-221908-k3fz`. Sorted as texts, runs are in their order.
///
/// @param text as people write it
public record RunId(String text) implements Comparable<RunId> {
  private static final Pattern FORM = Pattern.compile("[0-9]{8}-[0-9]{6}-[a-z0-9]{4}");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

  /// Checks its form.
  ///
  /// @throws IllegalArgumentException if it has another one
  public RunId {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is not the ID of a run");
    }
  }

  /// One for a run that begins now. Of the four characters, the first two count the milliseconds,
  /// so that runs of the same second are in their order, too.
  static RunId of(Instant now, RandomGenerator random) {
    int milliseconds = now.get(ChronoField.MILLI_OF_SECOND);
    int base = DIGITS.length();
    return new RunId(
        STAMP.format(now)
            + DIGITS.charAt(milliseconds / base)
            + DIGITS.charAt(milliseconds % base)
            + DIGITS.charAt(random.nextInt(base))
            + DIGITS.charAt(random.nextInt(base)));
  }

  /// The id of this text; empty if it is none.
  static Optional<RunId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new RunId(text)) : Optional.empty();
  }

  @Override
  public int compareTo(RunId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
