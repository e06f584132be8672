package dev.provision.adapter.sshd;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// Speaks to an ssh-agent over its UNIX socket, as draft-ietf-sshm-ssh-agent describes it; each
/// request on a connection of its own, so that none has to be closed.
final class Agent {
  private static final byte FAILURE = 5;
  private static final byte REQUEST_IDENTITIES = 11;
  private static final byte IDENTITIES_ANSWER = 12;
  private static final byte SIGN_REQUEST = 13;
  private static final byte SIGN_RESPONSE = 14;
  private static final int RSA_SHA2_256 = 2;
  private static final int RSA_SHA2_512 = 4;
  private static final int LONGEST_ANSWER = 1 << 20;

  private Agent() {}

  /// The keys that the agent holds.
  static List<AgentIdentity> identities(Path socket) throws IOException {
    ByteArrayBuffer request = new ByteArrayBuffer();
    request.putByte(REQUEST_IDENTITIES);
    Buffer answer = ask(socket, request, IDENTITIES_ANSWER);
    AtomicBoolean deaf = new AtomicBoolean();
    List<AgentIdentity> identities = new ArrayList<>();
    for (int left = answer.getInt(); left > 0; left--) {
      byte[] publicKey = answer.getBytes();
      identities.add(new AgentIdentity(socket, publicKey, answer.getString(), true, deaf));
    }
    return identities;
  }

  private static Buffer ask(Path socket, Buffer request, byte expected) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      byte[] bytes = request.getCompactData();
      ByteBuffer out = ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).flip();
      while (out.hasRemaining()) {
        channel.write(out);
      }
      int length = read(channel, 4).getInt();
      if (length < 1 || length > LONGEST_ANSWER) {
        throw new IOException("the agent at " + socket + " gave an answer of " + length + " bytes");
      }
      Buffer answer = new ByteArrayBuffer(read(channel, length).array());
      byte type = answer.getByte();
      if (type != expected) {
        throw new IOException(
            "the agent at "
                + socket
                + (type == FAILURE ? " refused" : " gave an answer of the type " + type));
      }
      return answer;
    }
  }

  private static ByteBuffer read(SocketChannel channel, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new IOException("the agent closed the connection");
      }
    }
    return buffer.flip();
  }

  /// A key that an agent holds.
  static final class AgentIdentity implements Identity {
    private final Path socket;
    private final byte[] publicKey;
    private final String comment;
    private final boolean askFirst;
    private final AtomicBoolean deaf;

    /// @param deaf whether the agent has been given up; of all its keys
    AgentIdentity(
        Path socket, byte[] publicKey, String comment, boolean askFirst, AtomicBoolean deaf) {
      this.socket = socket;
      this.publicKey = publicKey;
      this.comment = comment;
      this.askFirst = askFirst;
      this.deaf = deaf;
    }

    /// The same key, which somebody has asked for: unless that costs a touch, it signs at once.
    AgentIdentity askedFor() {
      return new AgentIdentity(socket, publicKey, comment, type().startsWith("sk-"), deaf);
    }

    @Override
    public String description() {
      return "key " + comment + " of the agent";
    }

    @Override
    public byte[] publicKey() {
      return publicKey.clone();
    }

    @Override
    public String type() {
      return new ByteArrayBuffer(publicKey).getString();
    }

    @Override
    public boolean askFirst() {
      return askFirst;
    }

    @Override
    public boolean mayAskPerson() {
      return true;
    }

    @Override
    public byte[] sign(String algorithm, byte[] data) throws IOException {
      if (deaf.get()) {
        throw new IOException("the agent has not answered before");
      }
      ByteArrayBuffer request = new ByteArrayBuffer();
      request.putByte(SIGN_REQUEST);
      request.putBytes(publicKey);
      request.putBytes(data);
      request.putInt(
          switch (Certificate.plain(algorithm)) {
            case "rsa-sha2-512" -> RSA_SHA2_512;
            case "rsa-sha2-256" -> RSA_SHA2_256;
            default -> 0;
          });
      try {
        return ask(socket, request, SIGN_RESPONSE).getBytes();
      } catch (ClosedByInterruptException e) {
        deaf.set(true);
        throw e;
      }
    }
  }
}
