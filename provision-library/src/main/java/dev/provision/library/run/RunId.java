package dev.provision.library.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
  private static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 4;

  /// Checks its form.
  ///
  /// @throws IllegalArgumentException if it has another one
  public RunId {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is not the ID of a run");
    }
  }

  /// One for a run that begins now.
  static RunId of(Instant now, RandomGenerator random) {
    StringBuilder text = new StringBuilder(STAMP.format(now));
    for (int i = 0; i < LENGTH; i++) {
      text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return new RunId(text.toString());
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
