package dev.provision.testkit.memory;

import dev.provision.ports.shell.HostKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// Keys of hosts in memory. Nobody can log in with them; they have the right form.
final class HostKeys {
  private static final String TYPE = "ssh-ed25519";

  private HostKeys() {}

  /// A host's key, the same each time.
  static HostKey of(String host) {
    byte[] type = TYPE.getBytes(StandardCharsets.US_ASCII);
    byte[] key = digest(host);
    ByteBuffer blob = ByteBuffer.allocate(4 + type.length + 4 + key.length);
    blob.putInt(type.length).put(type).putInt(key.length).put(key);
    return new HostKey(TYPE, Base64.getEncoder().encodeToString(blob.array()));
  }

  private static byte[] digest(String host) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(("the key of " + host).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
