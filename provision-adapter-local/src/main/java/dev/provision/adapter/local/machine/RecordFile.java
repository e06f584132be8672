package dev.provision.adapter.local.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// Reads the file of a record, whatever has come to lie in its place: a named pipe or a device
/// would keep the reader waiting, and a huge file would fill the memory.
public final class RecordFile {
  /// Far more than any record has.
  private static final int LIMIT = 64 * 1024;

  private RecordFile() {}

  /// The file's text.
  ///
  /// @throws IOException says what is wrong with the file, without its name
  /// @throws java.nio.file.NoSuchFileException if it is missing
  public static String read(Path file) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new IOException("it is " + kind(attributes) + ", not a file");
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(LIMIT + 1);
      if (bytes.length > LIMIT) {
        throw new IOException("it is larger than " + LIMIT / 1024 + " KiB, the limit for records");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("it is not UTF-8 text", e);
    }
  }

  private static String kind(BasicFileAttributes attributes) {
    if (attributes.isDirectory()) {
      return "a directory";
    }
    return attributes.isSymbolicLink() ? "a symbolic link" : "a pipe, a socket or a device";
  }
}
