package dev.provision.adapter.sshd.config;

import java.nio.file.Path;

/// A line of a file.
///
/// @param file the file
/// @param line from 1
public record ConfigPlace(Path file, int line) {
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
