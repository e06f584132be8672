package dev.provision.adapter.sshd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/// A way to a server that breaks after so many bytes.
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final InetSocketAddress server;
  private final long most;
  private final AtomicLong passed = new AtomicLong();

  /// @param most how many bytes of the client pass before both sides are cut off, at the first
  ///   connection
  CuttingProxy(InetSocketAddress server, long most) throws IOException {
    this.server = server;
    this.most = most;
    this.listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /// How many bytes of the client have passed.
  long passed() {
    return passed.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket target = new Socket(server.getAddress(), server.getPort());
        Thread.ofPlatform().daemon().start(() -> pump(client, target, most, passed));
        Thread.ofPlatform()
            .daemon()
            .start(() -> pump(target, client, Long.MAX_VALUE, new AtomicLong()));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  /// Joins two connections for as long as both last.
  static void join(Socket one, Socket other) {
    Thread.ofPlatform().daemon().start(() -> pump(one, other, Long.MAX_VALUE, new AtomicLong()));
    Thread.ofPlatform().daemon().start(() -> pump(other, one, Long.MAX_VALUE, new AtomicLong()));
  }

  private static void pump(Socket from, Socket to, long limit, AtomicLong passed) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] chunk = new byte[1 << 14];
      long left = limit;
      while (left > 0) {
        int count = in.read(chunk, 0, (int) Math.min(chunk.length, left));
        if (count < 0) {
          return;
        }
        out.write(chunk, 0, count);
        left -= count;
        passed.addAndGet(count);
      }
    } catch (IOException e) {
      // The other direction has been cut.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
