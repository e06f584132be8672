package dev.provision.adapter.sshd.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Several streams, one behind the other; each is closed when it has ended.
public final class JoinedStream extends InputStream {
  private final Deque<InputStream> streams;

  public JoinedStream(List<InputStream> streams) {
    this.streams = new ArrayDeque<>(streams);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (!streams.isEmpty()) {
      int count = streams.getFirst().read(bytes, offset, length);
      if (count >= 0) {
        return count;
      }
      streams.removeFirst().close();
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    if (!streams.isEmpty()) {
      // The others are not open yet.
      streams.removeFirst().close();
      streams.clear();
    }
  }
}
