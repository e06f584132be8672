package dev.provision.adapter.sshd.time;

import dev.provision.ports.shell.RemoteShellPort.WaitObserver;
import java.time.Duration;

/// What a call that connects may wait for.
///
/// @param limit for all of it
/// @param deadline when that ends, in terms of `System.nanoTime()`
/// @param observer hears what is waited for
public record TimeAllowance(Duration limit, long deadline, WaitObserver observer) {
  /// From now on.
  public static TimeAllowance from(Duration limit, WaitObserver observer) {
    return new TimeAllowance(limit, System.nanoTime() + limit.toNanos(), observer);
  }

  /// What is left; never nothing, as for some a wait without time is one without end.
  public Duration left() {
    return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
  }

  /// So long, but not longer than what is left.
  public Duration atMost(Duration time) {
    Duration left = left();
    return left.compareTo(time) < 0 ? left : time;
  }

  /// How long it has taken so far.
  Duration taken() {
    return limit.minus(left());
  }
}
