package dev.provision.cli.view;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Writes quantities for people.
public final class HumanFormat {
  private static final long KIBI = 1024;
  private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB", "PiB");

  private HumanFormat() {}

  /// Such as `512 B`, `1.5 MiB`.
  public static String bytes(long count) {
    if (count < KIBI) {
      return count + " B";
    }
    double scaled = count;
    int unit = -1;
    while (scaled >= KIBI && unit < UNITS.size() - 1) {
      scaled /= KIBI;
      unit++;
    }
    String number = String.format(Locale.ROOT, "%.1f", scaled).replaceFirst("\\.0$", "");
    return number + " " + UNITS.get(unit);
  }

  /// Such as `0.35 s`, `12 s`, `3 min 5 s`.
  public static String time(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 10_000) {
      return String.format(Locale.ROOT, "%.2f s", millis / 1000.0);
    }
    long seconds = duration.toSeconds();
    return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }

  /// Such as `12 s`, `5 min`, `30 h`, `12 days`.
  public static String age(Duration duration) {
    if (duration.toMinutes() < 1) {
      return Math.max(0, duration.toSeconds()) + " s";
    }
    if (duration.toHours() < 1) {
      return duration.toMinutes() + " min";
    }
    return duration.toDays() < 2 ? duration.toHours() + " h" : duration.toDays() + " days";
  }

  /// Such as `0:07`, `12:30`, for a clock that runs.
  public static String clock(Duration duration) {
    return String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
  }

  /// Such as `1 file`, `3 files`.
  public static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  /// Permission bits as `chmod` takes them, such as `0644`.
  static String mode(int bits) {
    return String.format(Locale.ROOT, "%04o", bits);
  }
}
