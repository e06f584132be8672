package dev.provision.library.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Opens files that may turn out to be something else: whoever opens a named pipe that nobody fills
/// would wait for ever.
public final class OrdinaryFiles {
  private OrdinaryFiles() {}

  /// The file's bytes.
  ///
  /// @throws IOException also if it is a pipe or a device
  public static InputStream open(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "it is a pipe or a device, not a file");
    }
    return Files.newInputStream(file);
  }
}
