package dev.provision.adapter.sshd.config;

import dev.provision.adapter.sshd.config.ConfigValues.Given;
import java.time.Duration;
import java.util.Optional;

/// A time in an SSH configuration, as `sshd_config(5)` has it: `20`, `1m30s`.
final class ConfigTime {
  /// Nobody waits longer, and what is longer does not fit into nanoseconds.
  private static final long MOST = Duration.ofDays(365).toSeconds();

  private ConfigTime() {}

  /// What a keyword says; empty if it is not there, or says `none` or 0.
  static Optional<Duration> of(ConfigValues values, ConfigKeyword keyword, String name)
      throws SshConfigException {
    Optional<Given> given = values.first(keyword).filter(one -> !one.isNone());
    if (given.isEmpty()) {
      return Optional.empty();
    }
    long seconds = seconds(given.get().text());
    if (seconds < 0) {
      throw SshConfigException.at(
          given.get().place(), name + " is '" + given.get().text() + "'; write seconds, or 1m30s");
    }
    return seconds == 0
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(Math.min(seconds, MOST)));
  }

  /// Negative if it is no time.
  private static long seconds(String text) {
    long total = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      char unit = i < text.length() ? Character.toLowerCase(text.charAt(i)) : 's';
      if (unit >= '0' && unit <= '9') {
        continue;
      }
      if (i == text.length() && i == start && i > 0) {
        break;
      }
      int number = HostConfig.number(text.substring(start, i));
      int factor =
          switch (unit) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'h' -> 3600;
            case 'd' -> 86_400;
            case 'w' -> 604_800;
            default -> -1;
          };
      if (number < 0 || factor < 0) {
        return -1;
      }
      total += (long) number * factor;
      start = i + 1;
    }
    return total;
  }
}
