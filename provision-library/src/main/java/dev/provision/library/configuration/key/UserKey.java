package dev.provision.library.configuration.key;

import dev.provision.domain.Problem;
import dev.provision.domain.key.PublicKey;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.machine.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The user's own public key: the best of `~/.ssh/id_*.pub`.
public final class UserKey {
  private static final List<String> BEST_FIRST =
      List.of("id_ed25519.pub", "id_ecdsa.pub", "id_rsa.pub");

  private UserKey() {}

  /// The first file that holds a public key: ed25519, ECDSA, RSA, then the others by name.
  ///
  /// A file that does not is passed over with a warning; none at all is in order.
  public static Optional<PublicKey> find(Environment environment, Consumer<String> warnings) {
    for (Path file : candidates(environment.userHome().resolve(".ssh"))) {
      String shown = environment.shown(file);
      List<Problem> problems = new ArrayList<>();
      try {
        List<PublicKey> keys = KeyText.parse(TextFile.read(file), shown, problems::add);
        if (problems.isEmpty() && !keys.isEmpty()) {
          return Optional.of(keys.getFirst());
        }
      } catch (IOException e) {
        problems.add(Problem.at(shown, String.valueOf(e.getMessage())));
      }
      problems.forEach(problem -> warnings.accept(problem + " (ignored)"));
    }
    return Optional.empty();
  }

  private static List<Path> candidates(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).matches("id_.*\\.pub"))
          .sorted(Comparator.comparingInt(UserKey::rank).thenComparing(Comparator.naturalOrder()))
          .toList();
    } catch (IOException _) {
      // No ~/.ssh, or one we may not look into: then there is no default key.
      return List.of();
    }
  }

  private static int rank(Path file) {
    int rank = BEST_FIRST.indexOf(String.valueOf(file.getFileName()));
    return rank < 0 ? BEST_FIRST.size() : rank;
  }
}
