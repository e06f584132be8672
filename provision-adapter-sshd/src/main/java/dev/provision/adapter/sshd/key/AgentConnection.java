package dev.provision.adapter.sshd.key;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// A connection to an agent.
final class AgentConnection implements AutoCloseable {
  private static final byte FAILURE = 5;
  private static final int LONGEST_ANSWER = 1 << 20;

  private final Path socket;
  private final SocketChannel channel;

  AgentConnection(Path socket) throws IOException {
    this.socket = socket;
    this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    boolean connected = false;
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      connected = true;
    } finally {
      if (!connected) {
        channel.close();
      }
    }
  }

  /// The agent's answer, behind its type.
  ///
  /// @param expected its type
  /// @throws IOException if it is of another type, too
  Buffer ask(Buffer request, byte expected) throws IOException {
    Buffer answer = ask(request);
    byte type = answer.getByte();
    if (type != expected) {
      throw new IOException(
          "the agent at "
              + socket
              + (type == FAILURE ? " refused" : " sent an answer of the type " + type));
    }
    return answer;
  }

  /// The agent's answer, which begins with its type.
  Buffer ask(Buffer request) throws IOException {
    byte[] bytes = request.getCompactData();
    ByteBuffer out = ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
    int length = read(4).getInt();
    if (length < 1 || length > LONGEST_ANSWER) {
      throw new IOException("the agent at " + socket + " sent an answer of " + length + " bytes");
    }
    return new ByteArrayBuffer(read(length).array());
  }

  private ByteBuffer read(int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new IOException("the agent closed the connection");
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
