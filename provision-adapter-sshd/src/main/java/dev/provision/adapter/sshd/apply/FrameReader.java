package dev.provision.adapter.sshd.apply;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Finds the runner's marks in a stream of a process's output: the nonce, a blank, some words, a
/// line feed.
///
/// A mark may begin anywhere, as output need not end with a line, and may be cut anywhere into
/// pieces. All other bytes are passed on untouched and as soon as it is certain that they are none
/// of a mark's.
final class FrameReader {
  /// Takes what was found, in order.
  interface Sink {
    /// Output; the bytes may be kept.
    void data(byte[] bytes);

    /// The words of a mark.
    void mark(String words);
  }

  /// No mark is longer. What goes on is none, and would fill the heap.
  private static final int LONGEST = 1 << 12;

  private final byte[] nonce;
  private final Sink sink;
  private byte[] pending = new byte[0];

  /// @param nonce begins with a byte that is rare in output, and not in the rest of the nonce
  FrameReader(String nonce, Sink sink) {
    this.nonce = (nonce + " ").getBytes(StandardCharsets.US_ASCII);
    this.sink = sink;
  }

  /// Takes the next bytes of the stream.
  void feed(byte[] bytes) {
    byte[] buffer = bytes;
    if (pending.length > 0) {
      buffer = Arrays.copyOf(pending, pending.length + bytes.length);
      System.arraycopy(bytes, 0, buffer, pending.length, bytes.length);
      pending = new byte[0];
    }
    int from = 0;
    int at = 0;
    while (at < buffer.length) {
      if (buffer[at] != nonce[0] || !mayBeNonce(buffer, at)) {
        at++;
        continue;
      }
      int end = endOfLine(buffer, at + nonce.length);
      if (end < 0 && buffer.length - at > LONGEST) {
        at++;
        continue;
      }
      if (end < 0) {
        pass(buffer, from, at);
        pending = Arrays.copyOfRange(buffer, at, buffer.length);
        return;
      }
      pass(buffer, from, at);
      int words = at + nonce.length;
      sink.mark(new String(buffer, words, end - words, StandardCharsets.UTF_8));
      at = end + 1;
      from = at;
    }
    pass(buffer, from, buffer.length);
  }

  /// Passes on what was held back: the stream has ended.
  void end() {
    pass(pending, 0, pending.length);
    pending = new byte[0];
  }

  private boolean mayBeNonce(byte[] buffer, int at) {
    int length = Math.min(nonce.length, buffer.length - at);
    return Arrays.equals(buffer, at, at + length, nonce, 0, length);
  }

  private static int endOfLine(byte[] buffer, int from) {
    for (int i = from; i < buffer.length; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void pass(byte[] buffer, int from, int to) {
    if (from < to) {
      sink.data(Arrays.copyOfRange(buffer, from, to));
    }
  }
}
