package dev.provision.adapter.sshd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// A way to a server whose first connection has a [Fault]; all later ones are sound.
public final class FaultyProxy implements AutoCloseable {
  /// Where bytes go to.
  public enum Direction {
    TO_SERVER,
    TO_CLIENT
  }

  private static final int CHUNK = 1 << 14;

  private final ServerSocket listening;
  private final InetSocketAddress server;
  private final Fault fault;
  private final AtomicLong toServer = new AtomicLong();
  private final AtomicLong toClient = new AtomicLong();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

  public FaultyProxy(InetSocketAddress server, Fault fault) throws IOException {
    this.server = server;
    this.fault = fault;
    this.listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    // What waits shall wait at its sender and not here.
    this.listening.setReceiveBufferSize(CHUNK);
    thread(this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  /// How many bytes have passed over the first connection.
  public long passed(Direction direction) {
    return switch (direction) {
      case TO_SERVER -> toServer.get();
      case TO_CLIENT -> toClient.get();
    };
  }

  private void accept() {
    try {
      accept(fault, toServer, toClient);
      while (true) {
        accept(Fault.none(), new AtomicLong(), new AtomicLong());
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void accept(Fault next, AtomicLong passedOn, AtomicLong passedBack) throws IOException {
    Socket client = listening.accept();
    Socket target = new Socket(server.getAddress(), server.getPort());
    sockets.addAll(List.of(client, target));
    client.setTcpNoDelay(true);
    target.setTcpNoDelay(true);
    thread(() -> pump(client, target, Direction.TO_SERVER, next, passedOn));
    thread(() -> pump(target, client, Direction.TO_CLIENT, next, passedBack));
  }

  /// Joins two connections for as long as both last.
  public static void join(Socket one, Socket other) {
    thread(() -> pump(one, other, Direction.TO_SERVER, Fault.none(), new AtomicLong()));
    thread(() -> pump(other, one, Direction.TO_CLIENT, Fault.none(), new AtomicLong()));
  }

  private static void thread(Runnable task) {
    Thread.ofPlatform().daemon().start(task);
  }

  private static void pump(
      Socket from, Socket to, Direction direction, Fault fault, AtomicLong passed) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] chunk = new byte[CHUNK];
      for (int most = fault.admit(direction, CHUNK);
          most > 0;
          most = fault.admit(direction, CHUNK)) {
        int read = in.read(chunk, 0, most);
        if (read < 0) {
          return;
        }
        fault.hold(direction, read);
        out.write(chunk, 0, read);
        fault.passed(direction, read);
        passed.addAndGet(read);
      }
      fault.beforeCut(from, to);
    } catch (IOException e) {
      // The other direction has been cut.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
