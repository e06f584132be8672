package dev.provision.ports.shell;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// A host's public key as OpenSSH writes it.
///
/// @param type such as `ssh-ed25519`
/// @param base64 the key's encoding
public record HostKey(String type, String base64) {
  /// Reads `TYPE BASE64 [COMMENT]`.
  ///
  /// @throws IllegalArgumentException if the line is malformed
  public static HostKey parse(String line) {
    String[] parts = line.strip().split("\\s+", 3);
    if (parts.length < 2) {
      throw new IllegalArgumentException("not a host key (expected TYPE BASE64): " + line);
    }
    HostKey key = new HostKey(parts[0], parts[1]);
    byte[] blob = Base64.getDecoder().decode(key.base64);
    byte[] type = key.type.getBytes(StandardCharsets.US_ASCII);
    if (blob.length < 4 + type.length) {
      throw new IllegalArgumentException("not a host key (too short): " + line);
    }
    return key;
  }

  /// Its fingerprint as `ssh-keygen -l` prints it: `SHA256:` and 43 characters.
  public String fingerprint() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(base64));
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// As in a line of `known_hosts`, after the names.
  @Override
  public String toString() {
    return type + " " + base64;
  }
}
