package dev.provision.library.configuration.key;

import dev.provision.domain.Problem;
import dev.provision.domain.key.PublicKey;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.machine.TextFile;
import dev.provision.library.configuration.machine.TrustedDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The public keys in a configuration directory's `pubkeys/`.
public final class KeyDirectory {
  private static final Pattern PASSED_OVER = Pattern.compile("\\..*|.*~|.*\\.(swp|bak)|#.*#");

  private final Environment environment;
  private final Consumer<Problem> problems;
  private final Consumer<String> warnings;

  public KeyDirectory(
      Environment environment, Consumer<Problem> problems, Consumer<String> warnings) {
    this.environment = environment;
    this.problems = problems;
    this.warnings = warnings;
  }

  /// The keys of every file, files sorted by name; none if there is no such directory.
  public List<PublicKey> keys(Path directory) {
    if (!Files.exists(directory)) {
      return List.of();
    }
    Path configuration = directory.getParent() == null ? directory : directory.getParent();
    TrustedDirectories trusted =
        new TrustedDirectories(List.of(configuration), environment.variables());
    List<PublicKey> keys = new ArrayList<>();
    for (Path file : files(directory)) {
      String shown = environment.shown(file);
      if (Files.isDirectory(file)) {
        warnings.accept(shown + ": ignoring a directory among the public keys");
        continue;
      }
      try {
        String text = TextFile.read(file);
        trusted.check(file);
        keys.addAll(KeyText.parse(text, shown, problems));
      } catch (IOException e) {
        problems.accept(Problem.at(shown, String.valueOf(e.getMessage())));
      }
    }
    return keys;
  }

  private List<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> !PASSED_OVER.matcher(String.valueOf(file.getFileName())).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      problems.accept(
          Problem.at(
              environment.shown(directory),
              "cannot read the directory of public keys: " + TextFile.reason(e)));
      return List.of();
    }
  }
}
