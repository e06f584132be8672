package dev.provision.adapter.sshd.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes a ustar archive of plain files, as POSIX pax(1) describes it, to a stream.
public final class TarWriter {
  private static final int BLOCK = 512;
  private static final long LARGEST_OCTAL = (1L << 33) - 1;

  private final OutputStream out;

  public TarWriter(OutputStream out) {
    this.out = out;
  }

  /// Begins a file; as many bytes as `size` says must follow, and then [#endFile].
  ///
  /// @param name a short name, in ASCII
  public void beginFile(String name, int mode, long size) throws IOException {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, octal(mode, 7));
    put(header, 108, octal(0, 7));
    put(header, 116, octal(0, 7));
    putSize(header, size);
    put(header, 136, octal(0, 11));
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar\0" + "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, octal(sum, 6) + "\0 ");
    out.write(header);
  }

  /// Fills the last block of a file.
  public void endFile(long size) throws IOException {
    int rest = (int) (size % BLOCK);
    if (rest > 0) {
      out.write(new byte[BLOCK - rest]);
    }
  }

  /// A whole file at once.
  public void file(String name, int mode, byte[] content) throws IOException {
    beginFile(name, mode, content.length);
    out.write(content);
    endFile(content.length);
  }

  /// Ends the archive; the stream stays open.
  public void end() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.flush();
  }

  /// From 8 GiB on the size no longer fits in octal digits; then it is in binary, as every tar of
  /// today reads it.
  private static void putSize(byte[] header, long size) {
    if (size <= LARGEST_OCTAL) {
      put(header, 124, octal(size, 11));
      return;
    }
    header[124] = (byte) 0x80;
    for (int i = 0; i < Long.BYTES; i++) {
      header[135 - i] = (byte) (size >>> (8 * i));
    }
  }

  private static String octal(long value, int digits) {
    String text = Long.toOctalString(value);
    return "0".repeat(digits - text.length()) + text;
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }
}
