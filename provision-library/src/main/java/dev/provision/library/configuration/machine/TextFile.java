package dev.provision.library.configuration.machine;

import dev.provision.domain.NearNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Files of the user's, read with messages that help.
public final class TextFile {
  private TextFile() {}

  /// The text of a UTF-8 file, without a byte order mark.
  ///
  /// @throws IOException whose message says why it cannot be read and what to do, without the path
  public static String read(Path file) throws IOException {
    return read(file, Integer.MAX_VALUE - 8);
  }

  /// The same of a file that may not be larger than that, or it is no such file.
  public static String read(Path file, int most) throws IOException {
    checkReadable(file);
    byte[] bytes = bytes(file, most);
    if (bytes.length > most) {
      throw new IOException("is larger than " + most + " bytes; name another one");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IOException("is not UTF-8 text; save it as UTF-8", e);
    }
  }

  private static byte[] bytes(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most + 1);
    } catch (IOException e) {
      throw new IOException(reason(e), e);
    }
  }

  /// Finds out whether a path is a file that can be read.
  ///
  /// @throws IOException whose message says why not and what to do, without the path
  public static void checkReadable(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("is a directory; name a file");
    }
    if (!Files.exists(file)) {
      throw new IOException(missing(file));
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException("is not a regular file; name one");
    }
    if (!Files.isReadable(file)) {
      throw new IOException(
          "permission denied; check its permissions with 'ls -l', or change them with chmod");
    }
  }

  private static String missing(Path file) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return "is a broken symbolic link; fix the link, or name another file";
    }
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      return "does not exist, nor does its directory; create it, or name another file";
    }
    try (Stream<Path> siblings = Files.list(directory)) {
      List<String> names = siblings.map(path -> String.valueOf(path.getFileName())).toList();
      return NearNames.probable(String.valueOf(file.getFileName()), names)
          .map(name -> "does not exist; did you mean '" + name + "'?")
          .orElse("does not exist; create it, or name another file");
    } catch (IOException _) {
      return "cannot be found, because you have no permission to read its directory; check with 'ls"
          + " -ld'";
    }
  }

  /// Why a file operation failed, without the path that Java's messages begin with.
  public static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "does not exist";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
