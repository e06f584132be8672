package dev.provision.adapter.sshd;

import java.nio.file.Path;

/// A line of a file.
///
/// @param file the file
/// @param line from 1
record ConfigPlace(Path file, int line) {
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
