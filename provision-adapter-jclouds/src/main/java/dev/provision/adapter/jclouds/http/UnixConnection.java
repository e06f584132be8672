package dev.provision.adapter.jclouds.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.URL;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jclouds.rest.AuthorizationException;
import org.jspecify.annotations.Nullable;

/// One HTTP request through a Unix socket, which Java's own client does not know.
///
/// It speaks HTTP 1.0: the answer ends where the connection does, and comes in one piece.
///
/// Tested by `DockerWireTest`.
final class UnixConnection extends HttpURLConnection {
  private final Path socket;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable PlainAnswer answer;
  private volatile @Nullable SocketChannel open;
  private @Nullable IOException failure;

  UnixConnection(URL url, Path socket) {
    super(url);
    this.socket = socket;
  }

  /// A request is sent once, when somebody first asks for its answer.
  private PlainAnswer answer() throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (answer == null) {
      try {
        answer = exchange();
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
    return answer;
  }

  private PlainAnswer exchange() throws IOException {
    try (SocketChannel channel = open()) {
      open = channel;
      ByteBuffer request = ByteBuffer.wrap(request());
      while (request.hasRemaining()) {
        channel.write(request);
      }
      return PlainAnswer.read(Channels.newInputStream(channel));
    } finally {
      open = null;
    }
  }

  private SocketChannel open() throws IOException {
    try {
      return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    } catch (SocketException e) {
      if (Files.exists(socket) && !Files.isWritable(socket)) {
        throw new AuthorizationException(
            socket + ": permission denied on this socket; join its group (usually 'docker')", e);
      }
      ConnectException unsent =
          new ConnectException(
              Files.exists(socket)
                  ? e.getMessage() + "; is the engine running?"
                  : "there is no such socket; is the engine running? If its socket is elsewhere,"
                      + " set endpoint or DOCKER_HOST");
      unsent.initCause(e);
      throw unsent;
    }
  }

  private byte[] request() {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(url.getFile()).append(" HTTP/1.0\r\n");
    getRequestProperties()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("Content-Length")) {
                values.forEach(value -> head.append(name + ": " + value + "\r\n"));
              }
            });
    if (doOutput) {
      head.append("Content-Length: " + body.size() + "\r\n");
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
    all.writeBytes(body.toByteArray());
    return all.toByteArray();
  }

  @Override
  public OutputStream getOutputStream() {
    return body;
  }

  @Override
  public int getResponseCode() throws IOException {
    return answer().status();
  }

  @Override
  public String getResponseMessage() throws IOException {
    return answer().reason();
  }

  @Override
  public Map<String, List<String>> getHeaderFields() {
    return answer == null ? Map.of() : answer.headers();
  }

  @Override
  public @Nullable String getHeaderField(String name) {
    List<String> values = getHeaderFields().get(name);
    return values == null ? null : values.getLast();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return answer().body();
  }

  @Override
  public @Nullable InputStream getErrorStream() {
    return answer == null ? null : answer.body();
  }

  @Override
  public void connect() {}

  /// Ends a request that is under way, from whatever thread.
  @Override
  public void disconnect() {
    SocketChannel channel = open;
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public boolean usingProxy() {
    return false;
  }
}
