package dev.provision.adapter.local.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files below `/proc`.
///
/// They say that they are empty, and many give their content to the first read only:
/// `Files.readString` trusts the size, reads one byte to be sure, and misses the rest. So they are
/// read here, at one go.
public final class KernelFile {
  private static final int LIMIT = 1 << 20;

  private KernelFile() {}

  /// The file's text, without white space around it.
  public static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LIMIT), StandardCharsets.ISO_8859_1).strip();
    }
  }
}
