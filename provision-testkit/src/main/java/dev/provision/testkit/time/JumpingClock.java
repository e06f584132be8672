package dev.provision.testkit.time;

import java.time.Instant;

/// See [SimulatedClock#jumping()].
final class JumpingClock implements SimulatedClock {
  private Instant now;

  JumpingClock(Instant start) {
    this.now = start;
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
    // Never back: another thread may have waited for longer.
    now = then.isAfter(now) ? then : now;
  }
}
