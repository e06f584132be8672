package dev.provision.library.configuration.draft;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people write them: `90s`, `10m`, `1h30m`.
public final class Durations {
  private static final Pattern FORM =
      Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");

  private Durations() {}

  /// Empty if the text is no duration, or one of no length.
  public static Optional<Duration> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    Duration duration =
        Duration.ofHours(number(form, 1)).plusMinutes(number(form, 2)).plusSeconds(number(form, 3));
    return Optional.of(duration).filter(Duration::isPositive);
  }

  private static long number(Matcher form, int group) {
    String digits = form.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /// The same in that form.
  public static String write(Duration duration) {
    StringBuilder text = new StringBuilder();
    part(text, duration.toHours(), 'h');
    part(text, duration.toMinutesPart(), 'm');
    part(text, duration.toSecondsPart(), 's');
    return text.toString();
  }

  private static void part(StringBuilder text, long number, char unit) {
    if (number > 0) {
      text.append(number).append(unit);
    }
  }
}
