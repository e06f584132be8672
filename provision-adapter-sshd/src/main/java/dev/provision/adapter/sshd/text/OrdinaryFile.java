package dev.provision.adapter.sshd.text;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads what the user's configuration names: whoever opens a named pipe that nobody fills would
/// wait for ever.
public final class OrdinaryFile {
  private static final Path NOTHING = Path.of("/dev/null");

  private OrdinaryFile() {}

  /// The file's bytes.
  ///
  /// @throws IOException also if it is a pipe or a device; `/dev/null` is an empty file
  public static byte[] read(Path file) throws IOException {
    if (Files.exists(file)
        && !Files.isRegularFile(file)
        && !Files.isDirectory(file)
        && !file.equals(NOTHING)) {
      throw new FileSystemException(file.toString(), null, "it is a pipe or a device, not a file");
    }
    return Files.readAllBytes(file);
  }
}
