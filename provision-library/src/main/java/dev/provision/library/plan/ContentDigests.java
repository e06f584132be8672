package dev.provision.library.plan;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.text.IoMessages;
import dev.provision.ports.Content;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// The digests of contents. Each file is read once, however many nodes get it.
final class ContentDigests {
  private static final int CHUNK = 64 << 10;

  private final Map<Content, ContentDigest> known = new HashMap<>();

  /// A content of each digest, in the order of first use.
  private final Map<ContentDigest, Content> contents = new LinkedHashMap<>();

  /// SHA-256, in hexadecimal digits, and how many bytes there are.
  record ContentDigest(String sha256, long size) {}

  /// The digest of a content.
  ///
  /// @param source what it is, for messages
  /// @throws ProblemsException if it cannot be read
  ContentDigest of(Content content, String source) {
    ContentDigest digest = known.get(content);
    if (digest == null) {
      digest =
          content instanceof StoredContent stored ? stored.digest() : calculated(content, source);
      known.put(content, digest);
      contents.putIfAbsent(digest, content);
    }
    return digest;
  }

  /// A content of each digest that was asked for, in that order.
  Map<ContentDigest, Content> contents() {
    return contents;
  }

  private static ContentDigest calculated(Content content, String source) {
    MessageDigest digest = sha256();
    long size = 0;
    try (InputStream in = content.open()) {
      byte[] chunk = new byte[Math.clamp(content.size(), 1, CHUNK)];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
        size += read;
      }
    } catch (IOException e) {
      throw new ProblemsException(Problem.at(source, IoMessages.of(e)));
    }
    return new ContentDigest(hex(digest), size);
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    return named("SHA-256");
  }

  static MessageDigest named(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
