package dev.provision.library.plan;

import dev.provision.library.plan.ContentDigests.ContentDigest;
import dev.provision.ports.Content;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/// A content in a saved plan.
///
/// Whoever reads it gets the bytes of its digest, or an error: the file may have changed since it
/// was checked. Not even the last bytes of others are returned.
///
/// Tested by `SavedPlanFileTest`.
///
/// @param file the saved plan
/// @param position where in the file the content begins
/// @param digest of its bytes
record StoredContent(Path file, long position, ContentDigest digest) implements Content {
  @Override
  public long size() {
    return digest.size();
  }

  @Override
  public InputStream open() throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      in.skipNBytes(position);
      return new Checked(in);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private final class Checked extends FilterInputStream {
    private final MessageDigest seen = ContentDigests.sha256();
    private long left = digest.size();

    Checked(InputStream in) throws IOException {
      super(in);
      if (left == 0) {
        check();
      }
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
      if (left == 0) {
        return -1;
      }
      int read = super.read(bytes, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw changed();
      }
      seen.update(bytes, offset, read);
      left -= read;
      if (left == 0) {
        check();
      }
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      return Math.max(0, read(new byte[Math.clamp(count, 0, 8192)]));
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(super.available(), left);
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    private void check() throws IOException {
      if (!ContentDigests.hex(seen).equals(digest.sha256())) {
        throw changed();
      }
    }

    private IOException changed() {
      return new IOException("%s has changed since it was read".formatted(file));
    }
  }
}
