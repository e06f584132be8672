package dev.provision.adapter.sshd;

import java.time.Duration;
import java.util.Optional;

/// How long an attempt at a host may take. Where the user has not said so, each attempt that took
/// too long gives the next one twice the time: a host that is slow, and not dead, lets us in in the
/// end.
final class AttemptLimit {
  private final Optional<Duration> configured;
  private Duration current;

  /// @param configured what the user's SSH configuration says
  /// @param first what the first attempt gets
  AttemptLimit(Optional<Duration> configured, Duration first) {
    this.configured = configured;
    this.current = first;
  }

  /// For all up to the verified host.
  Duration ofConnection() {
    return configured.orElse(current);
  }

  /// For each of the host's answers from then on, which may take longer: a host looks up names, or
  /// asks others who may log in.
  Duration ofAnswer() {
    return configured.filter(limit -> limit.compareTo(current) > 0).orElse(current);
  }

  /// The attempt took too long.
  void grow() {
    current = current.multipliedBy(2);
  }

  /// A time, for people.
  static String words(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() / 1000.0 + " s";
  }
}
