package dev.provision.library.deployment;

import dev.provision.domain.secret.MaskedStream;
import dev.provision.domain.secret.SecretPatterns;
import dev.provision.library.text.IoMessages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Searches what a deployment has left on this machine for its secrets. All of it is masked on the
/// way already: this finds what slipped through, and mends it.
///
/// @param patterns the deployment's secrets
record SecretSearch(SecretPatterns patterns) {
  private static final int PIECE = 1 << 16;

  /// Masks every secret in the files of a directory.
  ///
  /// @return what the user should know: a warning for each file that had one, or cannot be searched
  List<String> mend(Path directory) {
    List<String> warnings = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files =
          all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
              .sorted()
              .toList();
    } catch (IOException e) {
      return List.of(
          "%s: cannot be searched for secrets: %s".formatted(directory, IoMessages.of(e)));
    }
    for (Path file : files) {
      try {
        if (mask(file)) {
          warnings.add("%s: contained a secret, which is masked now".formatted(file));
        }
      } catch (IOException e) {
        warnings.add("%s: cannot be searched for secrets: %s".formatted(file, IoMessages.of(e)));
      }
    }
    return warnings;
  }

  /// Whether there was something to mask.
  private boolean mask(Path file) throws IOException {
    if (isClean(file)) {
      return false;
    }
    Path masked =
        Files.createTempFile(
            file.resolveSibling(""),
            ".masked",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = Files.newOutputStream(masked)) {
      MaskedStream stream = patterns.stream();
      byte[] piece = new byte[PIECE];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        out.write(stream.next(Arrays.copyOf(piece, count)));
      }
      out.write(stream.end());
    }
    Files.move(masked, file, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  private boolean isClean(Path file) throws IOException {
    MaskedStream stream = patterns.stream();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] piece = new byte[PIECE];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        stream.next(Arrays.copyOf(piece, count));
      }
    }
    stream.end();
    return !stream.hasMasked();
  }
}
