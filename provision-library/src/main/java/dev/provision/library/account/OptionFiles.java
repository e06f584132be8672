package dev.provision.library.account;

import dev.provision.domain.Problem;
import dev.provision.library.configuration.machine.TrustedPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Looks at the files that an account's options name, such as keys, known hosts and certificates:
/// who could change them could say to whom this program talks.
///
/// @param directory of the configuration, whose owner is trusted
/// @param variables the environment
record OptionFiles(Path directory, Map<String, String> variables) {
  private static final Path NOTHING = Path.of("/dev/null");
  private static final int TYPE = 0170000;
  private static final int FIFO = 0010000;
  private static final int TERMINAL = 0020000;
  private static final int DISK = 0060000;

  /// What is wrong with the file of this option, if it is there.
  Optional<Problem> flaw(String option, String path) {
    Path file = Path.of(path);
    int type = type(file);
    if (type == FIFO || type == TERMINAL || type == DISK) {
      return Optional.of(
          Problem.of("%s: %s is a pipe or a device".formatted(option, path))
              .next("name a regular file"));
    }
    return type == 0
        ? Optional.empty()
        : TrustedPath.of(file, variables)
            .orOwnerOf(directory)
            .flaw()
            .map(
                flaw ->
                    Problem.of(
                            "%s: ignoring %s, because %s %s"
                                .formatted(option, path, flaw.where(), flaw.why()))
                        .next("run: " + flaw.cure()));
  }

  /// 0 if it is nobody's to change, or if it is not there, is out of reach, or the file system has
  /// no such types. The adapter whose option it is reads the file, and says why it cannot.
  private static int type(Path file) {
    try {
      return file.equals(NOTHING) ? 0 : (Integer) Files.getAttribute(file, "unix:mode") & TYPE;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
      return 0; // the adapter's to say, see above
    }
  }
}
