package dev.provision.testkit.time;

import java.time.Duration;
import java.time.Instant;

/// Time that a test moves by hand, so that it can look at what is not over yet. Who waits, waits
/// until it has been moved far enough.
public final class ManualClock implements SimulatedClock {
  private Instant now;
  private int waiters;

  /// A clock that stands at this instant.
  public ManualClock(Instant start) {
    this.now = start;
  }

  /// Moves it forward.
  public synchronized void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time does not go back by " + by);
    }
    now = now.plus(by);
    notifyAll();
  }

  /// How many threads wait now. A test that is to move the clock under a waiting call looks here
  /// first.
  public synchronized int waiters() {
    return waiters;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized void await(Instant then) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    waiters++;
    try {
      while (now.isBefore(then)) {
        wait();
      }
    } finally {
      waiters--;
    }
  }
}
