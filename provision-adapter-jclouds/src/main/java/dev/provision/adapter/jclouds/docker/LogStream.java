package dev.provision.adapter.jclouds.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// What a container has written, as its engine hands it over: in frames that tell output from
/// errors, or, where the container has a terminal, as it is.
final class LogStream {
  /// Which stream, three zeros, and how many bytes follow.
  private static final int HEADER = 8;

  private LogStream() {}

  /// The text of both streams, in the order it was written.
  static String decode(byte[] bytes) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      if (rest.remaining() < HEADER || !startsFrame(rest)) {
        // The last frame may be cut off; what does not begin with one is no frames at all.
        return text.size() == 0 ? new String(bytes, UTF_8) : text.toString(UTF_8);
      }
      int length = Math.min(rest.getInt(rest.position() + 4), rest.remaining() - HEADER);
      text.write(bytes, rest.position() + HEADER, length);
      rest.position(rest.position() + HEADER + length);
    }
    return text.toString(UTF_8);
  }

  private static boolean startsFrame(ByteBuffer rest) {
    int at = rest.position();
    return rest.get(at) >= 0
        && rest.get(at) <= 2
        && rest.get(at + 1) == 0
        && rest.getShort(at + 2) == 0
        && rest.getInt(at + 4) >= 0;
  }
}
