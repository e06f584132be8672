package dev.provision.adapter.sshd.stream;

import dev.provision.ports.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A content as an archive has it: exactly as many bytes as it had said, and zeros up to the end of
/// a block. It is opened when its first byte is read.
public final class ExactStream extends InputStream {
  private final String name;
  private final Content content;
  private final long size;
  private @Nullable InputStream in;
  private long left;
  private int filling;

  /// @param name names it where it is not as it had said
  public ExactStream(String name, Content content, long size, int filling) {
    this.name = name;
    this.content = content;
    this.size = size;
    this.left = size;
    this.filling = filling;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left > 0) {
      return readContent(bytes, offset, length);
    }
    if (in != null) {
      end(in);
    }
    if (filling == 0) {
      return -1;
    }
    int count = Math.min(length, filling);
    Arrays.fill(bytes, offset, offset + count, (byte) 0);
    filling -= count;
    return count;
  }

  private int readContent(byte[] bytes, int offset, int length) throws IOException {
    InputStream from = in == null ? content.open() : in;
    in = from;
    int count = from.read(bytes, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw changed("less");
    }
    left -= count;
    return count;
  }

  private void end(InputStream from) throws IOException {
    boolean more = from.read() >= 0;
    close();
    if (more) {
      throw changed("more");
    }
  }

  private IOException changed(String howMuch) {
    return new IOException(
        name + " changed while it was sent: it had " + howMuch + " than its " + size + " bytes");
  }

  @Override
  public void close() throws IOException {
    InputStream open = in;
    in = null;
    if (open != null) {
      open.close();
    }
  }
}
