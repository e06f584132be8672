package dev.provision.adapter.jclouds;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/// An HTTP server that answers each connection with the same bytes, whatever they are, and keeps
/// what it was sent.
public final class RawServer implements AutoCloseable {
  private final ServerSocket server;
  private final Answer answer;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /// Writes an answer, which may have no end.
  public interface Answer {
    void write(String request, OutputStream out) throws IOException;
  }

  /// Answers on any free port.
  ///
  /// @param address of the loopback interface
  public RawServer(String address, Answer answer) {
    this.answer = answer;
    try {
      this.server = new ServerSocket(0, 50, InetAddress.getByName(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread _ = Thread.ofVirtual().start(this::serve);
  }

  /// One that says this to everything.
  public static RawServer saying(String head, String body) {
    byte[] all =
        (head
                + "\r\nContent-Length: "
                + body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                + "\r\nConnection: close\r\n\r\n")
            .getBytes(ISO_8859_1);
    return new RawServer(
        "127.0.0.1",
        (_, out) -> {
          out.write(all);
          out.write(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        });
  }

  /// One that nobody should connect to.
  public static RawServer elsewhere() {
    return new RawServer(
        "127.0.0.7",
        (_, out) ->
            out.write(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
                    .getBytes(ISO_8859_1)));
  }

  public String url() {
    return "http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
  }

  /// All that was sent, heads and bodies, a connection each; one without a request is an empty
  /// text.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread _ = Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException _) {
        // it was closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String request = read(client.getInputStream());
      requests.add(request);
      answer.write(request, client.getOutputStream());
      client.shutdownOutput();
    } catch (IOException _) {
      // the client has seen enough
    }
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    while (!isWhole(request.toString(ISO_8859_1))) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      request.write(next);
    }
    return request.toString(ISO_8859_1);
  }

  private static boolean isWhole(String text) {
    int end =
        text.endsWith("\r\n\r\n") || text.contains("\r\n\r\n") ? text.indexOf("\r\n\r\n") : -1;
    if (end < 0) {
      return false;
    }
    int at = text.toLowerCase(Locale.ROOT).indexOf("content-length:");
    int length =
        at < 0 || at > end
            ? 0
            : Integer.parseInt(text.substring(at + 15, text.indexOf('\r', at)).strip());
    return text.length() >= end + 4 + length;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
