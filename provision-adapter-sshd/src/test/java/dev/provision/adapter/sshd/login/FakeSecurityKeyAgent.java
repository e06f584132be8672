package dev.provision.adapter.sshd.login;

import dev.provision.adapter.sshd.key.PublicKeyText;
import dev.provision.ports.shell.HostKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// An agent that holds one security key of the type ed25519, whose device it plays itself: it signs
/// as FIDO devices do, once somebody has touched it. It knows none of OpenSSH's extensions.
public final class FakeSecurityKeyAgent implements AutoCloseable {
  private static final String TYPE = "sk-ssh-ed25519@openssh.com";
  private static final String APPLICATION = "ssh:";
  private static final byte USER_PRESENT = 1;
  private static final int PLAIN_KEY = 32;

  private final KeyPair pair;
  private final ServerSocketChannel socket;
  private final CountDownLatch touched = new CountDownLatch(1);
  private final AtomicInteger signatures = new AtomicInteger();

  public FakeSecurityKeyAgent(Path file) throws IOException, GeneralSecurityException {
    pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    socket.bind(UnixDomainSocketAddress.of(file));
    Thread.ofPlatform().daemon().start(this::serve);
  }

  public HostKey publicKey() {
    ByteArrayBuffer blob = new ByteArrayBuffer();
    byte[] encoded = pair.getPublic().getEncoded();
    blob.putString(TYPE);
    blob.putBytes(encoded, encoded.length - PLAIN_KEY, PLAIN_KEY);
    blob.putString(APPLICATION);
    return PublicKeyText.of(blob.getCompactData());
  }

  /// What a person does.
  void touch() {
    touched.countDown();
  }

  int signatures() {
    return signatures.get();
  }

  private void serve() {
    while (socket.isOpen()) {
      try (SocketChannel client = socket.accept()) {
        InputStream in = Channels.newInputStream(client);
        for (byte[] length = in.readNBytes(4); length.length == 4; length = in.readNBytes(4)) {
          byte[] request = in.readNBytes(ByteBuffer.wrap(length).getInt());
          byte[] answer = answer(new ByteArrayBuffer(request)).getCompactData();
          client.write(
              ByteBuffer.allocate(4 + answer.length).putInt(answer.length).put(answer).flip());
        }
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private ByteArrayBuffer answer(Buffer request) {
    ByteArrayBuffer answer = new ByteArrayBuffer();
    try {
      switch (request.getUByte()) {
        case 11 -> {
          answer.putByte((byte) 12);
          answer.putInt(1);
          answer.putBytes(PublicKeyText.blob(publicKey()));
          answer.putString("token");
        }
        case 13 -> {
          request.getBytes();
          touched.await();
          answer.putByte((byte) 14);
          answer.putBytes(signature(request.getBytes()));
          signatures.incrementAndGet();
        }
        default -> answer.putByte((byte) 5);
      }
      return answer;
    } catch (GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// OpenSSH's PROTOCOL.u2f: the device signs the application's digest, what it knows of the user,
  /// how often it has signed, and the message's digest.
  private byte[] signature(byte[] message) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] application = digest.digest(APPLICATION.getBytes(StandardCharsets.UTF_8));
    int counter = signatures.get() + 7;
    Signature signing = Signature.getInstance("Ed25519");
    signing.initSign(pair.getPrivate());
    signing.update(application);
    signing.update(USER_PRESENT);
    signing.update(ByteBuffer.allocate(4).putInt(counter).flip());
    signing.update(digest.digest(message));
    ByteArrayBuffer blob = new ByteArrayBuffer();
    blob.putString(TYPE);
    blob.putBytes(signing.sign());
    blob.putByte(USER_PRESENT);
    blob.putInt(counter);
    return blob.getCompactData();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
