package dev.provision.domain.template;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Asks the python3 on the PATH, by way of `template_oracle.py`, what it makes of templates.
final class PythonOracle {
  /// @param version such as 311
  /// @param outcomes in the order of the cases
  record Answers(int version, List<PythonOutcome> outcomes) {}

  private static final String SCRIPT = "src/test/python/template_oracle.py";

  private final Path directory;

  /// @param directory for the questions and the answers
  PythonOracle(Path directory) {
    this.directory = directory;
  }

  /// Whether there is a python3 at all.
  static boolean isPresent() {
    return Optional.ofNullable(System.getenv("PATH")).stream()
        .flatMap(path -> Arrays.stream(path.split(File.pathSeparator, -1)))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
  }

  Answers ask(List<TemplateCase> cases) throws IOException, InterruptedException {
    Path questions = directory.resolve("questions");
    Path answers = directory.resolve("answers");
    Path errors = directory.resolve("errors");
    Files.write(questions, cases.stream().map(PythonOracle::question).toList());
    Process python =
        new ProcessBuilder("python3", "-B", "-I", SCRIPT)
            .redirectInput(questions.toFile())
            .redirectOutput(answers.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      if (!python.waitFor(5, TimeUnit.MINUTES) || python.exitValue() != 0) {
        throw new IOException("python3 " + SCRIPT + " failed: " + Files.readString(errors));
      }
    } finally {
      python.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(answers, StandardCharsets.US_ASCII);
    String[] version = lines.getFirst().split(" ", -1);
    return new Answers(
        Integer.parseInt(version[0]) * 100 + Integer.parseInt(version[1]),
        lines.subList(1, lines.size()).stream().map(PythonOracle::outcome).toList());
  }

  private static String question(TemplateCase template) {
    return template.language()
        + " "
        + hex(template.template())
        + template.variables().entrySet().stream()
            .map(variable -> " " + hex(variable.getKey()) + " " + hex(variable.getValue()))
            .collect(Collectors.joining());
  }

  private static PythonOutcome outcome(String line) {
    String[] fields = line.split(" ", -1);
    return switch (fields[0]) {
      case "=" -> new PythonOutcome.Text(text(fields[1]));
      case "!" -> new PythonOutcome.Raised(fields[1], text(fields[2]));
      default -> throw new IllegalArgumentException("not an answer: " + line);
    };
  }

  private static String hex(String text) {
    return "x"
        + text.chars()
            .mapToObj(unit -> HexFormat.of().toHexDigits((char) unit))
            .collect(Collectors.joining());
  }

  private static String text(String hex) {
    StringBuilder text = new StringBuilder();
    for (int at = 1; at < hex.length(); at += 4) {
      text.append((char) HexFormat.fromHexDigits(hex, at, at + 4));
    }
    return text.toString();
  }
}
