package dev.provision.testkit.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time in a simulation, and how somebody waits in it.
public interface SimulatedClock extends InstantSource {
  /// Returns when that instant has come.
  ///
  /// @throws InterruptedException if the thread is interrupted, before or while it waits
  void await(Instant then) throws InterruptedException;

  /// Time that passes only while somebody waits, and then at once: the clock jumps to the instant
  /// that is waited for. So a simulation takes hours in no time. Threads that wait for the same
  /// span wait together.
  static SimulatedClock jumping() {
    return new JumpingClock(Instant.parse("2026-01-01T00:00:00Z"));
  }

  /// The time of this machine: who waits, waits.
  static SimulatedClock real() {
    return new SimulatedClock() {
      @Override
      public Instant instant() {
        return InstantSource.system().instant();
      }

      @Override
      public void await(Instant then) throws InterruptedException {
        Duration left = Duration.between(instant(), then);
        Thread.sleep(left.isNegative() ? Duration.ZERO : left);
      }
    };
  }
}
