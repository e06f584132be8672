package dev.provision.domain.key;

import dev.provision.ports.shell.HostKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A public key that may log in, as a line of OpenSSH's `authorized_keys`.
///
/// @param type such as `ssh-ed25519`
/// @param base64 the key's encoding
/// @param line the whole line, options and comment included, without surrounding blanks
/// @param origin where it comes from, for messages
public record PublicKey(String type, String base64, String line, String origin) {
  private static final Set<String> TYPES =
      Set.of(
          "ssh-ed25519",
          "ssh-rsa",
          "ssh-dss",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "sk-ssh-ed25519@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com",
          "ssh-ed25519-cert-v01@openssh.com",
          "ssh-rsa-cert-v01@openssh.com",
          "ecdsa-sha2-nistp256-cert-v01@openssh.com",
          "ecdsa-sha2-nistp384-cert-v01@openssh.com",
          "ecdsa-sha2-nistp521-cert-v01@openssh.com");

  private static final Pattern TOKEN = Pattern.compile("(?:[^\\s\"]|\"(?:\\\\.|[^\"\\\\])*\")+");

  /// Reads one line: options (where there are any), type, key, comment.
  ///
  /// @throws IllegalArgumentException saying why it is not a public key
  public static PublicKey parse(String text, String origin) {
    String line = text.strip();
    if (line.contains("PRIVATE KEY") || line.startsWith("PuTTY-User-Key-File")) {
      throw new IllegalArgumentException("a private key, not a public one");
    }
    Matcher tokens = TOKEN.matcher(line);
    for (int seen = 0; seen < 2 && tokens.find(); seen++) {
      String type = tokens.group();
      if (TYPES.contains(type)) {
        if (!tokens.find()) {
          throw new IllegalArgumentException("the key is missing after '" + type + "'");
        }
        return new PublicKey(type, checked(type, tokens.group()), line, origin);
      }
    }
    throw new IllegalArgumentException("not a public key (expected TYPE BASE64 [COMMENT])");
  }

  private static String checked(String type, String base64) {
    byte[] blob;
    try {
      blob = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the key after '" + type + "' is not base64", e);
    }
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    boolean complete = blob.length > 4 + name.length;
    for (int i = 0; complete && i < name.length; i++) {
      complete = blob[4 + i] == name[i];
    }
    if (!complete) {
      throw new IllegalArgumentException(
          "the key after '" + type + "' is truncated or of another type");
    }
    return base64;
  }

  /// As `ssh-keygen -l` prints it: `SHA256:` and 43 characters.
  public String fingerprint() {
    return new HostKey(type, base64).fingerprint();
  }
}
