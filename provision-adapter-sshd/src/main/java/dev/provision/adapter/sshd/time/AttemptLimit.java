package dev.provision.adapter.sshd.time;

import java.time.Duration;
import java.util.Optional;

/// How long an attempt at a host may take. Where the user has not said so, each attempt that took
/// too long gives the next one twice the time: a host that is slow, and not dead, lets us in in the
/// end.
public final class AttemptLimit {
  private final Optional<Duration> configured;
  private Duration current;

  /// A limit for each attempt.
  ///
  /// @param configured what the user's SSH configuration says
  /// @param first what the first attempt gets
  public AttemptLimit(Optional<Duration> configured, Duration first) {
    this.configured = configured;
    this.current = first;
  }

  /// For all up to the verified host.
  public Duration ofConnection() {
    return configured.orElse(current);
  }

  /// For each of the host's answers from then on, which may take longer: a host looks up names, or
  /// asks others who may log in.
  public Duration ofAnswer() {
    return configured.filter(limit -> limit.compareTo(current) > 0).orElse(current);
  }

  /// The attempt took too long.
  public void grow() {
    current = current.multipliedBy(2);
  }

  /// A time, for people.
  public static String words(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() / 1000.0 + " s";
  }
}
