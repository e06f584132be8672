package dev.provision.library.state;

import dev.provision.ports.cloud.NodeId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// What the file of a node is called.
final class NodeFile {
  private static final String NODE = "node-";

  /// Ids that are file names as they are, on every file system; others stand there as a digest.
  private static final Pattern PLAIN = Pattern.compile("(?!sha256-)[a-z0-9][a-z0-9._-]{0,99}");

  private NodeFile() {}

  static String name(NodeId id) {
    String value = id.value();
    return NODE + (PLAIN.matcher(value).matches() ? value : "sha256-" + digest(value));
  }

  private static String digest(String value) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
