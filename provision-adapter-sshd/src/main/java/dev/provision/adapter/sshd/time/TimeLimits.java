package dev.provision.adapter.sshd.time;

import java.time.Duration;

/// How long each thing is waited for, within the limit of all, before it is given up.
///
/// @param attempt one attempt to connect, and each of the host's answers after that; longer at the
///   next attempt
/// @param listing an agent says which keys it has, which asks no person
/// @param signing an agent signs, for which a person may have to touch a device
/// @param alive how a host is noticed that has vanished
public record TimeLimits(Duration attempt, Duration listing, Duration signing, Liveness alive) {
  /// How a host is noticed that has vanished: asked at an interval, it may leave so many questions
  /// in a row unanswered.
  public record Liveness(Duration interval, int unanswered) {
    /// After this time without a byte from the host the connection ends, at the latest.
    public Duration limit() {
      return interval.multipliedBy(unanswered + 2L);
    }
  }

  /// What users get: a host that has vanished is noticed within 30 seconds.
  public static TimeLimits usual() {
    return new TimeLimits(
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        new Liveness(Duration.ofSeconds(6), 3));
  }
}
