package dev.provision.cli.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// This program's version, as the build wrote it down.
public final class Version {
  private static final String RESOURCE = "/dev/provision/cli/version.txt";

  private Version() {}

  /// The lines that `--version` prints.
  public static String[] lines() {
    try (InputStream text = Version.class.getResourceAsStream(RESOURCE)) {
      if (text == null) {
        throw new IllegalStateException(RESOURCE + " is missing on the class path");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip().split("\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
