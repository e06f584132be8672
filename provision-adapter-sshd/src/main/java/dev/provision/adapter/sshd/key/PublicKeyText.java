package dev.provision.adapter.sshd.key;

import dev.provision.adapter.sshd.text.OrdinaryFile;
import dev.provision.ports.shell.HostKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// Public keys and certificates in files of one line, and in private keys that show theirs.
public final class PublicKeyText {
  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
  private static final String END = "-----END OPENSSH PRIVATE KEY-----";

  /// What an OpenSSH private key shows without its passphrase.
  ///
  /// @param key the public key
  /// @param encrypted whether the private one is encrypted
  public record Shown(HostKey key, boolean encrypted) {}

  private PublicKeyText() {}

  /// The key with this encoding.
  public static HostKey of(byte[] blob) {
    return new HostKey(
        new ByteArrayBuffer(blob).getString(), Base64.getEncoder().encodeToString(blob));
  }

  public static byte[] blob(HostKey key) {
    return Base64.getDecoder().decode(key.base64());
  }

  /// The key in a file `TYPE BASE64 [COMMENT]`; empty if there is none.
  public static Optional<HostKey> read(Path file) {
    try {
      return parse(new String(OrdinaryFile.read(file), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// The key in a text; empty if it is none.
  public static Optional<HostKey> parse(String text) {
    String line = text.strip();
    if (line.startsWith("-")) {
      return Optional.empty();
    }
    try {
      HostKey key = HostKey.parse(line.lines().findFirst().orElse(""));
      return of(blob(key)).type().equals(key.type()) ? Optional.of(key) : Optional.empty();
    } catch (IllegalArgumentException | BufferException e) {
      return Optional.empty();
    }
  }

  /// What a private key in OpenSSH's format shows; empty for other texts.
  public static Optional<Shown> shown(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith(BEGIN) || !stripped.endsWith(END)) {
      return Optional.empty();
    }
    try {
      byte[] bytes =
          Base64.getMimeDecoder()
              .decode(stripped.substring(BEGIN.length(), stripped.length() - END.length()));
      Buffer buffer = new ByteArrayBuffer(bytes);
      buffer.rpos(MAGIC.length);
      String cipher = buffer.getString();
      buffer.getString();
      buffer.getBytes();
      buffer.getInt();
      return Optional.of(new Shown(of(buffer.getBytes()), !cipher.equals("none")));
    } catch (IllegalArgumentException | BufferException e) {
      return Optional.empty();
    }
  }
}
