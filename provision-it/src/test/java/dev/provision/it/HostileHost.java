package dev.provision.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Listens on loopback, and does whatever an attacker wants with each connection.
final class HostileHost implements AutoCloseable {
  /// What is done with one connection; it is closed afterwards.
  interface Conduct {
    void on(Socket connection) throws IOException;
  }

  private final ServerSocket socket;
  private final Conduct conduct;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  HostileHost(Conduct conduct) throws IOException {
    this.conduct = conduct;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        open.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      conduct.on(connection);
    } catch (IOException _) {
      // The other end has had enough.
    } finally {
      open.remove(connection);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : open) {
      connection.close();
    }
  }
}
