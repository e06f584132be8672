package dev.provision.adapter.sshd.apply;

import dev.provision.adapter.sshd.stream.ExactStream;
import dev.provision.adapter.sshd.stream.JoinedStream;
import dev.provision.adapter.sshd.stream.TarWriter;
import dev.provision.ports.Content;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PutDirectory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;

/// What a directory sends: a list of its entries, and an archive of the contents of its files, each
/// named by the place of its entry. Tested by `EmbeddedServerShellTest`.
final class DirectorySource {
  private static final int BLOCK = 512;

  /// As long as a SHA-256 sum.
  private static final String NO_SUM = "0".repeat(64);

  private final PutDirectory step;
  private final List<Part> parts = new ArrayList<>();

  /// A file, and how much is in it.
  private record Part(int number, String path, int mode, Content content, long size) {}

  /// Asks each content for its size.
  ///
  /// @throws IOException if a content cannot tell its size; its message names the source
  DirectorySource(PutDirectory step) throws IOException {
    this.step = step;
    for (int i = 0; i < step.entries().size(); i++) {
      if (step.entries().get(i) instanceof DirectoryEntry.File file) {
        parts.add(new Part(i, file.path(), file.mode(), file.content(), file.content().size()));
      }
    }
  }

  /// What the node's programs are called with.
  static List<Object> arguments(int index, PutDirectory step) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(index);
    arguments.add(step.target());
    arguments.add(step.owner().orElse(""));
    arguments.add(step.delete() ? "delete" : "");
    step.keep().forEach(pattern -> arguments.add(withoutEscapes(pattern.text())));
    return arguments;
  }

  /// Not every shell knows a backslash in a pattern that comes from a variable.
  private static String withoutEscapes(String pattern) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c != '\\' || i + 1 == pattern.length()) {
        text.append(c);
        continue;
      }
      char meant = pattern.charAt(++i);
      switch (meant) {
        case '*', '?', '[' -> text.append('[').append(meant).append(']');
        case '\\' -> text.append("\\\\");
        default -> text.append(meant);
      }
    }
    return text.toString();
  }

  /// How many bytes the archive of all contents has.
  long size() {
    return size(parts);
  }

  private static long size(List<Part> parts) {
    return 2 * BLOCK
        + parts.stream().mapToLong(part -> BLOCK + part.size() + filling(part.size())).sum();
  }

  String target() {
    return step.target();
  }

  /// How many bytes the list with sums has.
  long listSize() {
    return list(_ -> NO_SUM).length;
  }

  /// The list with the contents' SHA-256 sums, which are made when it is read.
  Content listWithSums() {
    long size = listSize();
    return new Content() {
      @Override
      public InputStream open() throws IOException {
        List<String> sums = new ArrayList<>();
        for (Part part : parts) {
          sums.add(sum(part));
        }
        return new ByteArrayInputStream(list(sums::get));
      }

      @Override
      public long size() {
        return size;
      }
    };
  }

  private static String sum(Part part) throws IOException {
    MessageDigest digest = StepArchive.sha256();
    byte[] chunk = new byte[1 << 16];
    try (InputStream in = new ExactStream(part.path(), part.content(), part.size(), 0)) {
      for (int count = in.read(chunk, 0, chunk.length);
          count >= 0;
          count = in.read(chunk, 0, chunk.length)) {
        digest.update(chunk, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  byte[] list() {
    return list(_ -> "-");
  }

  /// A line for each entry: its kind, mode, size, a word, and its path.
  ///
  /// @param sums the word of each file
  private byte[] list(IntFunction<String> sums) {
    StringBuilder lines = new StringBuilder();
    int part = 0;
    for (DirectoryEntry entry : step.entries()) {
      switch (entry) {
        case DirectoryEntry.Directory directory -> line(lines, "d", directory.mode(), "-", "-");
        case DirectoryEntry.File file -> {
          String size = String.valueOf(parts.get(part).size());
          line(lines, "f", file.mode(), size, sums.apply(part++));
        }
        case DirectoryEntry.Link link -> line(lines, "l", 0777, "-", escape(link.target()));
      }
      lines.append(escape(entry.path())).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder lines, String kind, int mode, String size, String word) {
    lines.append(kind).append(' ').append(Integer.toOctalString(mode)).append(' ');
    lines.append(size).append(' ').append(word).append(' ');
  }

  /// As one word, which `printf %b` of a shell makes a path again.
  private static String escape(String path) {
    StringBuilder word = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c <= ' ' || c == '\\') {
        word.append("\\0").append(Integer.toOctalString(0b1_000_000_000 | c).substring(1));
      } else {
        word.append(c);
      }
    }
    return word.toString();
  }

  /// The path that a node has shown as a word.
  static String unescape(String word) {
    int from = word.indexOf('\\');
    if (from < 0) {
      return word;
    }
    StringBuilder path = new StringBuilder(word.substring(0, from));
    for (int i = from; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '\\' && i + 4 < word.length()) {
        path.append((char) Integer.parseInt(word.substring(i + 1, i + 5), 8));
        i += 4;
      } else {
        path.append(c);
      }
    }
    return path.toString();
  }

  /// The archive of all contents.
  Content archive() {
    return archive(parts);
  }

  /// The archive of the contents that were asked for.
  Content archive(BitSet numbers) {
    return archive(parts.stream().filter(part -> numbers.get(part.number())).toList());
  }

  private static Content archive(List<Part> parts) {
    return new Content() {
      @Override
      public InputStream open() {
        List<InputStream> streams = new ArrayList<>();
        for (Part part : parts) {
          streams.add(new ByteArrayInputStream(header(part)));
          streams.add(content(part));
        }
        streams.add(new ByteArrayInputStream(new byte[2 * BLOCK]));
        return new JoinedStream(streams);
      }

      @Override
      public long size() {
        return DirectorySource.size(parts);
      }
    };
  }

  private static int filling(long size) {
    return (int) (-size & (BLOCK - 1));
  }

  private static InputStream content(Part part) {
    return new ExactStream(part.path(), part.content(), part.size(), filling(part.size()));
  }

  private static byte[] header(Part part) {
    ByteArrayOutputStream header = new ByteArrayOutputStream(BLOCK);
    try {
      new TarWriter(header)
          .beginFile(String.valueOf(part.number()), (part.mode() & 0777) | 0400, part.size());
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return header.toByteArray();
  }
}
