package dev.provision.domain.boot;

import dev.provision.ports.Secret;
import dev.provision.ports.shell.HostKey;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;

/// The host key that a node is given before it boots, so that it can be recognized: of the type
/// ed25519, for one node only.
///
/// It lies in the node's user data, which every process on the node may be able to read. So the
/// node makes another one as soon as it has been recognized.
///
/// @param publicKey what it is recognized by
/// @param privateKey what the node needs, as a file in OpenSSH's format
public record BootKey(HostKey publicKey, Secret privateKey) {
  static final String TYPE = "ssh-ed25519";
  private static final int LENGTH = 32;
  private static final int BLOCK = 8;
  private static final int LINE = 70;

  /// Makes a new one.
  public static BootKey generate(SecureRandom random) {
    KeyPair pair = pair(random);
    byte[] encoded = pair.getPublic().getEncoded();
    // The key is the end of its X.509 form, RFC 8410.
    byte[] point = Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length);
    byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    HostKey key =
        new HostKey(
            TYPE, Base64.getEncoder().encodeToString(new Fields().text(TYPE).bytes(point).all()));
    return new BootKey(key, Secret.of(file(point, seed, random.nextInt())));
  }

  private static KeyPair pair(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(LENGTH * Byte.SIZE - 1, random);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /// As OpenSSH's PROTOCOL.key describes it, unencrypted.
  private static String file(byte[] point, byte[] seed, int check) {
    byte[] publicKey = new Fields().text(TYPE).bytes(point).all();
    Fields secret =
        new Fields()
            .number(check)
            .number(check)
            .text(TYPE)
            .bytes(point)
            .bytes(ByteBuffer.allocate(2 * LENGTH).put(seed).put(point).array())
            .text("");
    for (int padding = 1; secret.size() % BLOCK != 0; padding++) {
      secret.plain(padding);
    }
    byte[] all =
        new Fields()
            .plain("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII))
            .text("none")
            .text("none")
            .text("")
            .number(1)
            .bytes(publicKey)
            .bytes(secret.all())
            .all();
    String base64 =
        Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(all);
    return "-----BEGIN OPENSSH PRIVATE KEY-----\n"
        + base64
        + "\n-----END OPENSSH PRIVATE KEY-----\n";
  }

  /// Fields of SSH's encoding, RFC 4251 section 5, one behind the other.
  private static final class Fields {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Fields plain(int one) {
      out.write(one);
      return this;
    }

    Fields plain(byte[] several) {
      out.writeBytes(several);
      return this;
    }

    Fields number(int value) {
      return plain(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    Fields bytes(byte[] value) {
      return number(value.length).plain(value);
    }

    Fields text(String value) {
      return bytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    int size() {
      return out.size();
    }

    byte[] all() {
      return out.toByteArray();
    }
  }
}
