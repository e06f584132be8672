package dev.provision.adapter.local.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Set;

/// The keys that may log in to a node as its root: those in the node's
/// `/root/.ssh/authorized_keys`.
///
/// A node's root decides what these paths are, so no symbolic link is followed: it could lead to
/// the host's files.
///
/// @param fileSystem the node's root directory, as the host sees it
public record AuthorizedKeys(Path fileSystem) {
  private static final int LIMIT = 1 << 20;

  /// Whether the file has a line for this key. Lines with options do not count: nothing here heeds
  /// those.
  ///
  /// @param key type and base64, separated by a blank
  boolean has(String key) {
    try {
      return text()
          .lines()
          .map(String::strip)
          .anyMatch(line -> line.equals(key) || line.startsWith(key + " "));
    } catch (IOException e) {
      // Missing, or nothing to read keys from.
      return false;
    }
  }

  private String text() throws IOException {
    try (DirectoryStream<Path> top = Files.newDirectoryStream(fileSystem);
        SecureDirectoryStream<Path> home = child(top, "root");
        SecureDirectoryStream<Path> ssh = child(home, ".ssh")) {
      Path file = Path.of("authorized_keys");
      var attributes =
          ssh.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
      if (!attributes.isRegularFile()) {
        throw new IOException("not a file");
      }
      try (InputStream in =
          Channels.newInputStream(
              ssh.newByteChannel(
                  file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
        return new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8);
      }
    }
  }

  private static SecureDirectoryStream<Path> child(DirectoryStream<Path> parent, String name)
      throws IOException {
    if (parent instanceof SecureDirectoryStream<Path> secure) {
      return secure.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS);
    }
    throw new IOException("this system does not support reading directories safely");
  }
}
