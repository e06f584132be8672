package dev.provision.adapter.sshd.start;

import dev.provision.adapter.sshd.time.AttemptLimit;
import dev.provision.adapter.sshd.time.TimeAllowance;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ends a connection whose host takes a command and does not begin it in time. As long as the host
/// takes what it is sent, however slowly, that is time well spent.
public final class StartWatch implements AutoCloseable {
  /// A write that takes longer has waited for the host.
  private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(100);

  /// A host on a slow line takes something at least this often.
  private static final Duration TAKING = Duration.ofSeconds(30);

  private final ScheduledExecutorService timer;
  private final TimeAllowance waiting;
  private final Runnable end;
  private long deadline;
  private @Nullable ScheduledFuture<?> alarm;
  private boolean over;
  private boolean late;

  /// Watches one start.
  ///
  /// @param end closes the connection
  public StartWatch(ScheduledExecutorService timer, TimeAllowance waiting, Runnable end) {
    this.timer = timer;
    this.waiting = waiting;
    this.end = end;
    this.deadline = waiting.deadline();
    schedule();
  }

  private synchronized void schedule() {
    long left = Math.max(0, deadline - System.nanoTime());
    alarm = over ? null : timer.schedule(this::ring, left, TimeUnit.NANOSECONDS);
  }

  private void ring() {
    boolean ending;
    synchronized (this) {
      ending = !over && System.nanoTime() >= deadline;
      late |= ending;
    }
    if (ending) {
      end.run();
    } else {
      schedule();
    }
  }

  /// The host has taken what a write had for it.
  ///
  /// @param since when the write began
  public synchronized void taken(long since) {
    long now = System.nanoTime();
    if (now - since > SLOW) {
      deadline = Math.max(deadline, now + TAKING.toNanos());
    }
  }

  /// Whether the connection was ended, as the time was over.
  public synchronized boolean late() {
    return late;
  }

  /// What is left of the time.
  public Duration left() {
    return waiting.left();
  }

  /// How long it was waited for, for people.
  public String limit() {
    return AttemptLimit.words(waiting.limit());
  }

  /// The node has begun, or will not.
  @Override
  public synchronized void close() {
    over = true;
    if (alarm != null) {
      alarm.cancel(false);
    }
  }
}
