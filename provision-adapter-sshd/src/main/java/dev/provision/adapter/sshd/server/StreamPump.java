package dev.provision.adapter.sshd.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Moves bytes from one stream to another until one of them ends, and then closes both.
final class StreamPump implements Runnable {
  private static final int CHUNK = 1 << 15;

  /// How long a stream must have been silent, after its process has ended, to be taken for drained
  /// although something in the background still holds it open. What the process wrote may have to
  /// pass through another process, which on a busy machine waits for its turn.
  private static final Duration SILENCE = Duration.ofMillis(500);

  private final InputStream from;
  private final OutputStream to;
  private volatile boolean ended;
  private volatile boolean writing;
  private final AtomicLong moved = new AtomicLong();

  StreamPump(InputStream from, OutputStream to) {
    this.from = from;
    this.to = to;
  }

  /// Keeps the stream's monitor to the end. When a process ends, the JDK closes its pipes as soon
  /// as it gets that monitor, although others may still write there: the runner's last words pass
  /// through such a process.
  @Override
  public void run() {
    synchronized (from) {
      move();
    }
  }

  private void move() {
    try (from;
        to) {
      byte[] chunk = new byte[CHUNK];
      for (int count = from.read(chunk); count >= 0; count = from.read(chunk)) {
        writing = true;
        to.write(chunk, 0, count);
        to.flush();
        moved.addAndGet(count);
        writing = false;
      }
    } catch (IOException e) {
      // One side is gone; closing both tells the other one.
      writing = false;
    } finally {
      ended = true;
    }
  }

  /// Waits until all that an ended process wrote has been moved.
  static void drain(StreamPump... pumps) throws InterruptedException {
    for (StreamPump pump : pumps) {
      pump.drain();
    }
  }

  private void drain() throws InterruptedException {
    long last = moved.get();
    long since = System.nanoTime();
    while (!ended) {
      Thread.sleep(1);
      if (writing || moved.get() != last) {
        last = moved.get();
        since = System.nanoTime();
      } else if (System.nanoTime() - since > SILENCE.toNanos()) {
        return;
      }
    }
  }
}
