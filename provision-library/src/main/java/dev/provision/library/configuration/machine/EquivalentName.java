package dev.provision.library.configuration.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.stream.Stream;

/// Finds a file whose name is the same to a reader, but not byte for byte: `é` may be one character
/// or two, and macOS, archives and editors change one into the other.
final class EquivalentName {
  private EquivalentName() {}

  /// The path, or where nothing is there, the only one that reads the same.
  static Path existing(Path path) {
    if (Files.exists(path) || path.toString().chars().allMatch(c -> c < 0x80)) {
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
    String composed = composed(name);
    try (Stream<Path> all = Files.list(directory)) {
      List<Path> alike =
          all.filter(one -> composed(String.valueOf(one.getFileName())).equals(composed)).toList();
      return alike.size() == 1 ? alike.getFirst() : otherwise;
    } catch (IOException _) {
      // Whoever opens the path says why it cannot be read.
      return otherwise;
    }
  }

  private static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }
}
