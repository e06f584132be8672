package dev.provision.domain;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The python3 on the PATH, which answers questions by the scripts of `src/test/python`.
public final class Python {
  private final Path directory;

  /// @param directory for the questions and the answers
  public Python(Path directory) {
    this.directory = directory;
  }

  /// Skips the test where there is no python3, unless `PROVISION_REQUIRE_ALL=true` forbids that:
  /// then it will fail.
  public static void require() {
    boolean there =
        Optional.ofNullable(System.getenv("PATH")).stream()
            .flatMap(path -> Arrays.stream(path.split(File.pathSeparator, -1)))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
    assumeTrue(there || isRequired(), "no python3 on the PATH");
  }

  /// Whether no test may be skipped.
  public static boolean isRequired() {
    return "true".equals(System.getenv("PROVISION_REQUIRE_ALL"));
  }

  /// The lines that the script prints when it reads these.
  public List<String> ask(String script, List<String> lines)
      throws IOException, InterruptedException {
    Path questions = directory.resolve("questions");
    Path answers = directory.resolve("answers");
    Path errors = directory.resolve("errors");
    Files.write(questions, lines);
    String path = "src/test/python/" + script;
    Process python =
        new ProcessBuilder("python3", "-B", "-I", path)
            .redirectInput(questions.toFile())
            .redirectOutput(answers.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      if (!python.waitFor(5, TimeUnit.MINUTES) || python.exitValue() != 0) {
        throw new IOException("python3 " + path + " failed: " + Files.readString(errors));
      }
    } finally {
      python.destroyForcibly();
    }
    return Files.readAllLines(answers, StandardCharsets.US_ASCII);
  }
}
