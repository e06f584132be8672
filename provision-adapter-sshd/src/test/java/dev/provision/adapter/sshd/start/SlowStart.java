package dev.provision.adapter.sshd.start;

import dev.provision.adapter.sshd.FaultyProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A way to a server that says nothing for a while, on each connection, and then is as it should
/// be: as behind a busy host, or one that looks up names.
public final class SlowStart implements AutoCloseable {
  private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

  public SlowStart(InetSocketAddress server, Duration pause) throws IOException {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                while (true) {
                  Socket client = listening.accept();
                  sockets.add(client);
                  Thread.ofPlatform().daemon().start(() -> join(client, server, pause));
                }
              } catch (IOException e) {
                // Closed: the test is over.
              }
            });
  }

  private void join(Socket client, InetSocketAddress server, Duration pause) {
    try {
      if (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        Socket target = new Socket(server.getAddress(), server.getPort());
        sockets.add(target);
        FaultyProxy.join(client, target);
      }
    } catch (IOException e) {
      // One side is gone, as if it had never been there.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public int port() {
    return listening.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
