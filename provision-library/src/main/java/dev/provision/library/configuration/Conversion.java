package dev.provision.library.configuration;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/// A `provision.yaml` that says what an `__init__.py` does.
///
/// @param file where it belongs
/// @param text what it says; may hold secrets
/// @param notes for people: what differs, what to do next
public record Conversion(Path file, String text, List<String> notes) {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /// Copies the notes.
  public Conversion {
    notes = List.copyOf(notes);
  }

  /// Writes the file, readable for its owner only.
  ///
  /// @throws ProblemsException if it exists already, or cannot be written
  public void write() {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SeekableByteChannel channel = Files.newByteChannel(file, options, OWNER_ONLY);
        var stream = Channels.newOutputStream(channel)) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException _) {
      throw new ProblemsException(exists(file.toString()));
    } catch (IOException e) {
      throw new ProblemsException(
          Problem.at(file.toString(), "cannot be written: " + TextFile.reason(e)));
    }
  }

  static Problem exists(String shown) {
    return Problem.at(shown, "exists already, and is not overwritten")
        .next("remove it, or rename it, to have it written anew");
  }
}
