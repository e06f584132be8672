package dev.provision.library.configuration.python;

import dev.provision.library.configuration.machine.Environment;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/// A place in a file, as `python_config.py` tells it.
final class PythonPlace {
  private PythonPlace() {}

  /// `[FILE, LINE]` as `FILE:LINE`; line 0 is no line.
  static String of(Environment environment, JsonNode place) {
    String file = environment.shown(Path.of(place.path(0).asString()));
    int line = place.path(1).asInt();
    return line > 0 ? file + ":" + line : file;
  }
}
