package dev.provision.adapter.sshd;

import dev.provision.adapter.sshd.FaultyProxy.Direction;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// What is wrong with a connection.
@FunctionalInterface
public interface Fault {
  /// How many bytes may pass next in this direction; may wait.
  ///
  /// @return 0 to cut the connection
  int admit(Direction direction, int wanted) throws InterruptedException;

  /// Holds bytes up that have come, for as long as it likes.
  default void hold(Direction direction, int count) throws InterruptedException {}

  /// These bytes have gone on.
  default void passed(Direction direction, int count) {}

  /// The connection is about to be cut.
  default void beforeCut(Socket from, Socket to) throws IOException {}

  /// Nothing.
  static Fault none() {
    return (_, wanted) -> wanted;
  }

  /// Cuts the connection after so many bytes in one direction.
  ///
  /// @param harshly whether both sides get a reset rather than an end
  static Fault cut(Direction where, long after, boolean harshly) {
    AtomicLong left = new AtomicLong(after);
    return new Fault() {
      @Override
      public int admit(Direction direction, int wanted) {
        return direction == where ? (int) Math.min(wanted, left.get()) : wanted;
      }

      @Override
      public void passed(Direction direction, int count) {
        if (direction == where) {
          left.addAndGet(-count);
        }
      }

      @Override
      public void beforeCut(Socket from, Socket to) throws IOException {
        if (harshly) {
          from.setSoLinger(true, 0);
          to.setSoLinger(true, 0);
        }
      }
    };
  }

  /// Passes so many bytes a second in each direction.
  static Fault slow(int bytesPerSecond) {
    int most = Math.max(1, bytesPerSecond / 20);
    return new Fault() {
      @Override
      public int admit(Direction direction, int wanted) {
        return Math.min(wanted, most);
      }

      @Override
      public void hold(Direction direction, int count) throws InterruptedException {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(count) / bytesPerSecond);
      }
    };
  }
}
