package dev.provision.testkit.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time in a simulation, and waiting in it.
public interface SimulatedClock extends InstantSource {
  /// Returns when that instant has come.
  ///
  /// @throws InterruptedException if the thread is interrupted, before or while it waits
  void await(Instant then) throws InterruptedException;

  /// Time that passes only while a thread waits, and then at once: the clock jumps to the instant
  /// that is waited for. So simulated hours take no time. Threads that wait for the same time wait
  /// together.
  static SimulatedClock jumping() {
    return new JumpingClock(Instant.parse("2026-01-01T00:00:00Z"));
  }

  /// The time of this machine; threads really wait.
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
