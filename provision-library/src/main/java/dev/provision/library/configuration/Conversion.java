package dev.provision.library.configuration;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.configuration.machine.TextFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A `provision.yaml` that says what an `__init__.py` does.
///
/// @param file where it belongs
/// @param text what it says; may hold secrets
/// @param notes for people: what differs, what to do next
public record Conversion(Path file, String text, List<String> notes) {
  /// Copies the notes.
  public Conversion {
    notes = List.copyOf(notes);
  }

  /// Writes the file, readable for its owner only; whole or not at all.
  ///
  /// @throws ProblemsException if it exists already, or cannot be written
  public void write() {
    try {
      // Temporary files are readable for their owner only.
      Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), ".provision", "");
      try {
        Files.writeString(temporary, text);
        Files.move(temporary, file);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (FileAlreadyExistsException _) {
      throw new ProblemsException(exists(file.toString()));
    } catch (IOException e) {
      throw new ProblemsException(
          Problem.at(file.toString(), "cannot write it: " + TextFile.reason(e)));
    }
  }

  static Problem exists(String shown) {
    return Problem.at(shown, "already exists, and is not overwritten")
        .next("remove or rename it, then run the command again");
  }
}
