package dev.provision.testkit.time;

import java.time.Duration;
import java.time.Instant;

/// A clock that a test moves by hand, so that it can examine states in between. Threads wait until
/// it has been moved far enough.
public final class ManualClock implements SimulatedClock {
  private Instant now;
  private int waiters;

  /// A clock at this instant.
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

  /// How many threads are waiting. A test checks this before it moves the clock during a waiting
  /// call.
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
