package dev.provision.adapter.sshd.trust;

import dev.provision.adapter.sshd.config.Patterns;
import dev.provision.ports.shell.HostKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A line of a `known_hosts` file that names a key, as sshd(8) describes it.
///
/// @param marker `@revoked` or `@cert-authority`, or empty
/// @param hosts the patterns, or one hashed name
/// @param key the key
/// @param place where the line stands, as `FILE:LINE`
record KnownHostsLine(String marker, String hosts, HostKey key, String place) {
  static final String REVOKED = "@revoked";
  static final String AUTHORITY = "@cert-authority";
  private static final String HASHED = "|1|";

  /// Reads a line; empty for comments and for lines of another form, which OpenSSH skips as well:
  /// to it only blanks and tabs are space between words, and a line ends where a zero byte stands.
  static Optional<KnownHostsLine> parse(String text, String place) {
    int zero = text.indexOf('\0');
    String line = withoutBlanks(zero < 0 ? text : text.substring(0, zero));
    if (line.isEmpty() || line.startsWith("#")) {
      return Optional.empty();
    }
    String marker = "";
    if (line.startsWith("@")) {
      // A marker ends with a blank, or with a tab if there is no blank in the line.
      int end = line.indexOf(' ') < 0 ? line.indexOf('\t') : line.indexOf(' ');
      marker = end < 0 ? line : line.substring(0, end);
      if (end < 0 || !(marker.equals(REVOKED) || marker.equals(AUTHORITY))) {
        return Optional.empty();
      }
      line = withoutBlanks(line.substring(end));
    }
    int end = blank(line);
    Optional<HostKey> key = key(withoutBlanks(line.substring(end)));
    return key.isEmpty()
        ? Optional.empty()
        : Optional.of(new KnownHostsLine(marker, line.substring(0, end), key.get(), place));
  }

  private static Optional<HostKey> key(String text) {
    int end = blank(text);
    String rest = withoutBlanks(text.substring(end));
    String type = text.substring(0, end);
    String base64 = rest.substring(0, blank(rest)).strip();
    try {
      return isKey(ByteBuffer.wrap(Base64.getDecoder().decode(base64)), type)
          ? Optional.of(new HostKey(type, base64))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Whether that is a key of this type: the name of the type and at least one more field, each
  /// behind its length, and nothing else.
  private static boolean isKey(ByteBuffer blob, String type) {
    int fields = 0;
    while (blob.remaining() >= Integer.BYTES) {
      int length = blob.getInt();
      if (length < 0 || length > blob.remaining()) {
        return false;
      }
      byte[] field = new byte[length];
      blob.get(field);
      if (fields++ == 0 && !Arrays.equals(field, type.getBytes(StandardCharsets.UTF_8))) {
        return false;
      }
    }
    return fields > 1 && !blob.hasRemaining();
  }

  private static String withoutBlanks(String text) {
    int start = 0;
    while (start < text.length() && isBlank(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  /// Where the first word ends.
  private static int blank(String text) {
    int end = 0;
    while (end < text.length() && !isBlank(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /// Whether the line is about the host of this name, such as `192.0.2.7` or `[192.0.2.7]:2222`.
  boolean names(String host) {
    return hosts.startsWith(HASHED)
        ? hashMatches(host.toLowerCase(Locale.ROOT))
        : Patterns.hostListMatches(hosts, host);
  }

  private boolean hashMatches(String name) {
    String[] parts = hosts.substring(HASHED.length()).split("\\|", -1);
    if (parts.length != 2) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[0]), "HmacSHA1"));
      byte[] hash = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
      return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[1]));
    } catch (IllegalArgumentException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }
}
