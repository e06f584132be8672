package dev.provision.adapter.sshd.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Squeezes the shell programs in a directory of compiled resources, so that this costs nothing
/// when a run starts.
final class SqueezeScripts {
  private SqueezeScripts() {}

  /// Squeezes each `.sh` file.
  ///
  /// @param arguments the directory
  public static void main(String[] arguments) throws IOException {
    List<Path> scripts;
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      scripts = files.filter(file -> file.toString().endsWith(".sh")).toList();
    }
    for (Path script : scripts) {
      Files.writeString(script, SqueezedScript.squeeze(Files.readString(script)));
    }
  }
}
