package dev.provision.library.configuration.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The configuration directories, whose keys, scripts and files reach root on nodes: nobody else
/// may be able to change them.
///
/// What lies elsewhere and is named by its path is the user's own choice.
public final class TrustedDirectories {
  private final List<Path> directories;
  private final Map<String, String> variables;

  /// Those whose way has been looked at; a bundle may have many files in each.
  private final Set<Path> seen = ConcurrentHashMap.newKeySet();

  /// @param variables the environment, which says on whose behalf root works
  public TrustedDirectories(List<Path> directories, Map<String, String> variables) {
    this.directories = List.copyOf(directories);
    this.variables = Map.copyOf(variables);
  }

  /// Refuses a file of a configuration directory that others can change. Of a directory that they
  /// can change, only the first file is refused: one command mends it.
  ///
  /// @throws IOException whose message says why and what to do, without the path
  public void check(Path file) throws IOException {
    Optional<TrustedPath.Flaw> flaw =
        directories.stream()
            .filter(file::startsWith)
            .findFirst()
            .flatMap(directory -> flaw(file, directory));
    if (flaw.isPresent()) {
      throw new IOException(
          "is ignored, because %s %s; run: %s"
              .formatted(flaw.get().where(), flaw.get().why(), flaw.get().cure()));
    }
  }

  private Optional<TrustedPath.Flaw> flaw(Path file, Path directory) {
    TrustedPath path = TrustedPath.of(file, variables).orOwnerOf(directory);
    Path parent = file.getParent();
    return parent == null || seen.add(parent) ? path.flaw() : path.ownFlaw();
  }
}
