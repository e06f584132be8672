package dev.provision.library.configuration.machine;

import dev.provision.domain.Problem;
import java.nio.file.InvalidPathException;

/// A path that this machine's file system cannot name.
public final class UnusablePath {
  private UnusablePath() {}

  public static Problem at(String where, InvalidPathException e) {
    return Problem.at(where, "'" + e.getInput() + "' is not a valid path here: " + e.getReason())
        .next("use ASCII only, or set a UTF-8 locale: export LC_ALL=C.UTF-8");
  }
}
