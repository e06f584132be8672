package dev.provision.adapter.sshd.apply;

import dev.provision.ports.step.Output;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// Keeps the end of a stream: at least as many bytes as asked for, if there are as many, and not
/// many more.
final class OutputTail {
  private final int capacity;
  private final Deque<byte[]> pieces = new ArrayDeque<>();
  private long size;
  private int kept;

  OutputTail(int capacity) {
    this.capacity = capacity;
  }

  void add(byte[] piece) {
    pieces.add(piece);
    size += piece.length;
    kept += piece.length;
    while (kept - pieces.getFirst().length >= capacity) {
      kept -= pieces.removeFirst().length;
    }
  }

  Output output() {
    byte[] bytes = new byte[kept];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, bytes, at, piece.length);
      at += piece.length;
    }
    return new Output(bytes, size);
  }

  /// The text without white space around it.
  String text() {
    return new String(output().tail(), StandardCharsets.UTF_8).strip();
  }
}
