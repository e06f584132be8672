package dev.provision.adapter.sshd;

import dev.provision.ports.shell.HostKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
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

  /// Reads a line; empty for comments and for lines of another form, which OpenSSH skips as well.
  static Optional<KnownHostsLine> parse(String text, String place) {
    String line = text.strip();
    if (line.isEmpty() || line.startsWith("#")) {
      return Optional.empty();
    }
    String marker = "";
    if (line.startsWith("@")) {
      String[] parts = line.split("\\s+", 2);
      if (parts.length < 2 || !(parts[0].equals(REVOKED) || parts[0].equals(AUTHORITY))) {
        return Optional.empty();
      }
      marker = parts[0];
      line = parts[1];
    }
    String[] parts = line.split("\\s+", 2);
    if (parts.length < 2) {
      return Optional.empty();
    }
    try {
      return Optional.of(new KnownHostsLine(marker, parts[0], HostKey.parse(parts[1]), place));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
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
