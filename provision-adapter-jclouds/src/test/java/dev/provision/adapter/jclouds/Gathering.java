package dev.provision.adapter.jclouds;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/// Holds calls of one kind back until so many of them are in flight, and a moment longer, so that
/// one too many is seen.
public final class Gathering {
  private static final Duration ALL = Duration.ofSeconds(30);
  private static final Duration ONE_TOO_MANY = Duration.ofMillis(500);

  private final Pattern call;
  private final int together;
  private int arrived;
  private int inFlight;
  private int most;

  Gathering(String call, int together) {
    this.call = Pattern.compile(call);
    this.together = together;
  }

  /// The largest number that was in flight at a time.
  public synchronized int most() {
    return most;
  }

  boolean isFor(FakeCloud.Call one) {
    return call.matcher(one.toString()).find();
  }

  synchronized void arrive() {
    inFlight++;
    most = Math.max(most, inFlight);
    int expected = (arrived / together + 1) * together;
    arrived++;
    notifyAll();
    await(() -> arrived >= expected, ALL);
    await(() -> arrived > expected, ONE_TOO_MANY);
  }

  synchronized void leave() {
    inFlight--;
  }

  private void await(BooleanSupplier condition, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      for (long left = limit.toMillis();
          left > 0 && !condition.getAsBoolean();
          left = Duration.ofNanos(end - System.nanoTime()).toMillis()) {
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
