package dev.provision.adapter.jclouds;

import dev.provision.adapter.jclouds.call.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The clock of a test that does not wait: pauses pass on it, and nowhere else.
final class PausedClock implements InstantSource {
  private Duration passed = Duration.ZERO;

  @Override
  public synchronized Instant instant() {
    return Instant.now().plus(passed);
  }

  /// @param pause learns of each pause
  Pause pause(Pause pause) {
    return duration -> {
      pass(duration);
      pause.of(duration);
    };
  }

  private synchronized void pass(Duration duration) {
    passed = passed.plus(duration);
  }
}
