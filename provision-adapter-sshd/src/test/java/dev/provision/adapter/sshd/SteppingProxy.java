package dev.provision.adapter.sshd;

import dev.provision.adapter.sshd.FaultyProxy.Direction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A way to a server on which everything takes so long that both sides always wait for it: bytes
/// are kept until neither side has sent any for a while, and then go on, all at once.
///
/// It counts the round trips that follow each other. What the client sends after it has got an
/// answer may depend on that answer, and belongs to the next round trip; what the server sends
/// belongs to the same round trip as what it got last. A pause in the middle of what one side has
/// to say may be taken for the end of it, and then the count is too high, but it is never too low.
public final class SteppingProxy implements AutoCloseable {
  private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(25);

  /// What has come from one side and not gone on.
  private static final class Side {
    private final Socket socket;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private boolean ended;

    Side(Socket socket) {
      this.socket = socket;
    }
  }

  private final ServerSocket listening;
  private final InetSocketAddress server;
  private final List<String> flights = new ArrayList<>();
  private long lastArrival;
  private int answered;
  private int asked;

  public SteppingProxy(InetSocketAddress server) throws IOException {
    this.server = server;
    this.listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    thread(this::serve);
  }

  public int port() {
    return listening.getLocalPort();
  }

  /// How many round trips have been completed one after another, that of TCP included.
  public synchronized int roundTrips() {
    return 1 + answered;
  }

  /// What went on when, for people.
  public synchronized List<String> flights() {
    return List.copyOf(flights);
  }

  private void serve() {
    try (Socket client = listening.accept();
        Socket target = new Socket(server.getAddress(), server.getPort())) {
      client.setTcpNoDelay(true);
      target.setTcpNoDelay(true);
      Side near = new Side(client);
      Side far = new Side(target);
      thread(() -> read(near));
      thread(() -> read(far));
      step(near, far);
    } catch (IOException e) {
      // Closed, or one side is gone: there is nothing more to pass on.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void thread(Runnable task) {
    Thread.ofPlatform().daemon().start(task);
  }

  private void read(Side side) {
    byte[] chunk = new byte[1 << 16];
    try {
      InputStream in = side.socket.getInputStream();
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        add(side, chunk, count);
      }
    } catch (IOException e) {
      // As good as its end.
    }
    synchronized (this) {
      side.ended = true;
      notifyAll();
    }
  }

  private synchronized void add(Side side, byte[] bytes, int count) {
    side.waiting.write(bytes, 0, count);
    lastArrival = System.nanoTime();
    notifyAll();
  }

  private void step(Side near, Side far) throws IOException, InterruptedException {
    while (awaitQuiet(near, far)) {
      byte[] question;
      byte[] answer;
      synchronized (this) {
        question = near.waiting.toByteArray();
        answer = far.waiting.toByteArray();
        near.waiting.reset();
        far.waiting.reset();
        int before = asked;
        if (question.length > 0) {
          asked = answered + 1;
          flights.add(asked + " " + Direction.TO_SERVER + " " + question.length);
        }
        if (answer.length > 0) {
          answered = before;
          flights.add(answered + " " + Direction.TO_CLIENT + " " + answer.length);
        }
      }
      near.socket.getOutputStream().write(answer);
      far.socket.getOutputStream().write(question);
    }
  }

  /// Waits until something is there and nothing more has come for a while.
  private synchronized boolean awaitQuiet(Side near, Side far) throws InterruptedException {
    while (!near.ended && !far.ended) {
      if (near.waiting.size() + far.waiting.size() == 0) {
        wait();
        continue;
      }
      long left = lastArrival + QUIET - System.nanoTime();
      if (left <= 0) {
        return true;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
