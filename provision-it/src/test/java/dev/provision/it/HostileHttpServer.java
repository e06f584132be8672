package dev.provision.it;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An HTTP server on loopback that answers every request as an attacker wants, byte for byte.
final class HostileHttpServer implements AutoCloseable {
  /// Writes the answer to one request, headers included.
  interface Answer {
    /// Answers one request.
    ///
    /// @param request the request line, such as `GET /v2/droplets HTTP/1.1`
    void to(String request, OutputStream out) throws IOException;
  }

  private final HostileHost host;
  private final Answer answer;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  HostileHttpServer(Answer answer) throws IOException {
    this.answer = answer;
    this.host = new HostileHost(this::serve);
  }

  /// A server that nobody may ask anything.
  static HostileHttpServer elsewhere() throws IOException {
    return new HostileHttpServer((_, out) -> write(out, "200 OK", "", "{}"));
  }

  /// One that gives every request the same answer.
  ///
  /// @param headers whole lines, each with its line end
  static HostileHttpServer always(String status, String headers, String body) throws IOException {
    return new HostileHttpServer((_, out) -> write(out, status, headers, body));
  }

  static void write(OutputStream out, String status, String headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %s\r\n%sContent-Length: %s\r\nConnection: close\r\n\r\n"
            .formatted(status, headers, bytes.length);
    out.write(head.getBytes(StandardCharsets.UTF_8));
    out.write(bytes);
  }

  String url() {
    return "http://127.0.0.1:" + host.port();
  }

  /// The requests, each with its headers and body.
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve(Socket connection) throws IOException {
    try {
      String request = read(new BufferedInputStream(connection.getInputStream()));
      requests.add(request);
      answer.to(request.lines().findFirst().orElse(""), connection.getOutputStream());
      connection.getOutputStream().flush();
      connection.shutdownOutput();
      connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      requests.add("broke off: " + e.getMessage()); // whoever has had enough has been here, too
      throw e;
    }
  }

  private static String read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int one = in.read();
      if (one < 0) {
        return head.toString();
      }
      head.append((char) one);
    }
    int length =
        head.toString()
            .lines()
            .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElse(0);
    return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    host.close();
  }
}
