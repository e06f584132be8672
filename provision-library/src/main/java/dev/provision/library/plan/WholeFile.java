package dev.provision.library.plan;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// A file that is written whole or not at all.
///
/// Tested by `SavedPlanFileTest`.
///
/// @param file replaced, if it is there
/// @param permissions such as `rw-------`
record WholeFile(Path file, String permissions) {
  private static final int CHUNK = 64 << 10;

  /// What is written.
  @FunctionalInterface
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  void write(Body body) throws IOException {
    Path beside =
        Files.createTempFile(
            parent(),
            ".plan",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
    try {
      try (FileOutputStream out = new FileOutputStream(beside.toFile());
          BufferedOutputStream buffered = new BufferedOutputStream(out, CHUNK)) {
        body.writeTo(buffered);
        buffered.flush();
        out.getFD().sync();
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private Path parent() {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }
}
