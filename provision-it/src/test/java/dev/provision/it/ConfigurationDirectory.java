package dev.provision.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A user's configuration directory in the making.
record ConfigurationDirectory(Path path) {
  ConfigurationDirectory yaml(String text) {
    return write("provision.yaml", text);
  }

  ConfigurationDirectory python(String text) {
    return write("__init__.py", text);
  }

  ConfigurationDirectory script(String name, String text) {
    return write("scripts/" + name, text);
  }

  ConfigurationDirectory file(String name, byte[] bytes, String mode) {
    try {
      Path file = path.resolve("files").resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ConfigurationDirectory key(String name, String text) {
    return write("pubkeys/" + name, text);
  }

  private ConfigurationDirectory write(String name, String text) {
    try {
      Path file = path.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
