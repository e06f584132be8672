package dev.provision.library.deployment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/// A file that takes about so many bytes at most. Of more, the beginning and the end are kept, and
/// a line between them says how much is left out.
///
/// Until the end is known, the last bytes lie in files beside it, of which the oldest is removed
/// when there are enough. So nothing is kept in memory, and what a program that is killed leaves
/// can be read.
final class CappedFile implements AutoCloseable {
  private static final int PARTS = 4;
  private static final long SMALLEST_PART = 4096;

  private static final class Part {
    private final Path path;
    private long size;

    Part(Path path) {
      this.path = path;
    }
  }

  private final Path path;
  private final long head;
  private final long tail;
  private final Deque<Part> parts = new ArrayDeque<>();
  private OutputStream out;
  private long headSize;
  private long tailSize;
  private long leftOut;
  private int made;

  /// @param most how many bytes of what is written are kept
  CappedFile(Path path, long most) throws IOException {
    this.path = path;
    this.head = (most + 1) / 2;
    this.tail = most - head;
    this.out = Files.newOutputStream(path);
  }

  /// How many bytes are missing between the beginning and the end; right once it is closed.
  long leftOut() {
    return leftOut;
  }

  void write(byte[] bytes) throws IOException {
    int room = (int) Math.min(bytes.length, head - headSize);
    if (room > 0) {
      out.write(bytes, 0, room);
      headSize += room;
    }
    int at = Math.max(0, room);
    while (at < bytes.length) {
      Part part = part();
      int count = (int) Math.min(bytes.length - at, partSize() - part.size);
      out.write(bytes, at, count);
      part.size += count;
      tailSize += count;
      at += count;
    }
  }

  private long partSize() {
    return Math.max(SMALLEST_PART, tail / PARTS);
  }

  /// The one that takes the next bytes.
  private Part part() throws IOException {
    if (!parts.isEmpty() && parts.getLast().size < partSize()) {
      return parts.getLast();
    }
    out.close();
    while (!parts.isEmpty() && tailSize - parts.getFirst().size >= tail) {
      Part oldest = parts.removeFirst();
      Files.delete(oldest.path);
      tailSize -= oldest.size;
      leftOut += oldest.size;
    }
    Part part = new Part(path.resolveSibling(path.getFileName() + ".end-" + ++made));
    out = Files.newOutputStream(part.path);
    parts.addLast(part);
    return part;
  }

  /// Puts the beginning and the end together.
  @Override
  public void close() throws IOException {
    out.close();
    if (parts.isEmpty()) {
      return;
    }
    long skipped = Math.max(0, tailSize - tail);
    leftOut += skipped;
    try (OutputStream whole = Files.newOutputStream(path, StandardOpenOption.APPEND)) {
      if (leftOut > 0) {
        String line = "\n[" + leftOut + " bytes omitted here: see --max-output]\n";
        whole.write(line.getBytes(StandardCharsets.US_ASCII));
      }
      while (!parts.isEmpty()) {
        Part part = parts.getFirst();
        try (InputStream in = Files.newInputStream(part.path)) {
          in.skipNBytes(Math.min(skipped, part.size));
          in.transferTo(whole);
        }
        skipped -= Math.min(skipped, part.size);
        Files.delete(part.path);
        parts.removeFirst();
      }
    }
  }
}
