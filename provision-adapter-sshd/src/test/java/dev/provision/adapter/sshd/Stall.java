package dev.provision.adapter.sshd;

import dev.provision.adapter.sshd.FaultyProxy.Direction;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// From some point on nothing passes any more, in neither direction; the connection stays open.
public final class Stall implements Fault {
  private final AtomicLong left;
  private final CountDownLatch never = new CountDownLatch(1);

  private Stall(long left) {
    this.left = new AtomicLong(left);
  }

  /// After so many bytes to the server.
  public static Stall after(long bytes) {
    return new Stall(bytes);
  }

  /// When told so.
  public static Stall later() {
    return new Stall(Long.MAX_VALUE);
  }

  public void now() {
    left.set(0);
  }

  @Override
  public int admit(Direction direction, int wanted) throws InterruptedException {
    hold(direction, 0);
    return direction == Direction.TO_SERVER ? (int) Math.min(wanted, left.get()) : wanted;
  }

  @Override
  public void hold(Direction direction, int count) throws InterruptedException {
    if (left.get() <= 0) {
      never.await();
    }
  }

  @Override
  public void passed(Direction direction, int count) {
    if (direction == Direction.TO_SERVER) {
      left.addAndGet(-count);
    }
  }
}
