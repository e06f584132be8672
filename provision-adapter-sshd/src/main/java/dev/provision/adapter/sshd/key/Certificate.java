package dev.provision.adapter.sshd.key;

import dev.provision.ports.shell.HostKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// A certificate as OpenSSH's PROTOCOL.certkeys describes it. Its signature is not checked here.
///
/// Tested by `HostCertificateTest` and `UserCertificateTest`.
///
/// @param type such as `ssh-ed25519-cert-v01@openssh.com`
/// @param key the key that is certified
/// @param kind [#USER] or [#HOST]
/// @param keyId what the authority calls it
/// @param principals the logins or hosts it is for
/// @param validAfter seconds since 1970, unsigned
/// @param validBefore seconds since 1970, unsigned
/// @param criticalOptions the names of those that must be understood
/// @param authority the key that signed it
public record Certificate(
    String type,
    HostKey key,
    int kind,
    String keyId,
    List<String> principals,
    long validAfter,
    long validBefore,
    List<String> criticalOptions,
    HostKey authority) {
  static final int USER = 1;
  static final int HOST = 2;
  private static final String SUFFIX = "-cert-v01@openssh.com";

  /// Whether keys of this type are certificates.
  public static boolean isType(String type) {
    return type.endsWith(SUFFIX);
  }

  /// The type of the key in a certificate, or the algorithm of its signatures.
  public static String plain(String type) {
    if (!isType(type)) {
      return type;
    }
    String plain = type.substring(0, type.length() - SUFFIX.length());
    return plain.startsWith("sk-") ? plain + "@openssh.com" : plain;
  }

  /// Reads a certificate.
  ///
  /// @throws IllegalArgumentException if it is none
  public static Certificate parse(byte[] blob) {
    try {
      Buffer buffer = new ByteArrayBuffer(blob);
      String type = buffer.getString();
      if (!isType(type)) {
        throw new IllegalArgumentException("'" + type + "' is not a certificate type");
      }
      buffer.getBytes();
      HostKey key = key(plain(type), buffer);
      buffer.getLong();
      int kind = buffer.getInt();
      String keyId = buffer.getString();
      List<String> principals = strings(buffer.getBytes());
      long validAfter = buffer.getLong();
      long validBefore = buffer.getLong();
      List<String> options = names(buffer.getBytes());
      buffer.getBytes();
      buffer.getBytes();
      HostKey authority = PublicKeyText.of(buffer.getBytes());
      return new Certificate(
          type, key, kind, keyId, principals, validAfter, validBefore, options, authority);
    } catch (BufferException e) {
      throw new IllegalArgumentException("the certificate is truncated", e);
    }
  }

  /// A key's fields are the same in a certificate as outside, each with its length before it.
  private static HostKey key(String type, Buffer buffer) {
    int fields =
        switch (type) {
          case "ssh-ed25519" -> 1;
          case "sk-ecdsa-sha2-nistp256@openssh.com" -> 3;
          case "ssh-dss" -> 4;
          default -> 2;
        };
    ByteArrayBuffer plain = new ByteArrayBuffer();
    plain.putString(type);
    for (int i = 0; i < fields; i++) {
      plain.putBytes(buffer.getBytes());
    }
    return PublicKeyText.of(plain.getCompactData());
  }

  private static List<String> strings(byte[] bytes) {
    Buffer buffer = new ByteArrayBuffer(bytes);
    List<String> strings = new ArrayList<>();
    while (buffer.available() > 0) {
      strings.add(new String(buffer.getBytes(), StandardCharsets.UTF_8));
    }
    return strings;
  }

  /// Of options, each of which has a value.
  private static List<String> names(byte[] bytes) {
    List<String> all = strings(bytes);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < all.size(); i += 2) {
      names.add(all.get(i));
    }
    return names;
  }

  /// Whether its time has come and is not over.
  boolean isValidAt(Instant time) {
    long now = time.getEpochSecond();
    return Long.compareUnsigned(now, validAfter) >= 0 && Long.compareUnsigned(now, validBefore) < 0;
  }
}
