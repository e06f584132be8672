package dev.provision.library.configuration.machine;

import dev.provision.domain.SameName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Finds a file whose name is the same to a reader, but not byte for byte, since macOS, archives
/// and editors change one form into the other.
public final class EquivalentName {
  private EquivalentName() {}

  /// The path, or where nothing is there, the only one that reads the same.
  public static Path existing(Path path) {
    if (Files.exists(path) || SameName.isPlain(path.toString())) {
      return path;
    }
    Path found = path.getRoot() == null ? Path.of("") : path.getRoot();
    for (Path name : path) {
      Path exact = found.resolve(name);
      found = Files.exists(exact) ? exact : alike(found, name.toString(), exact);
    }
    return Files.exists(found) ? found : path;
  }

  private static Path alike(Path directory, String name, Path otherwise) {
    try (Stream<Path> all = Files.list(directory)) {
      List<Path> alike =
          all.filter(one -> SameName.same(String.valueOf(one.getFileName()), name)).toList();
      return alike.size() == 1 ? alike.getFirst() : otherwise;
    } catch (IOException _) {
      // Whoever opens the path says why it cannot be read.
      return otherwise;
    }
  }
}
