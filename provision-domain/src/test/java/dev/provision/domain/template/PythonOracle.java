package dev.provision.domain.template;

import dev.provision.domain.Python;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/// Asks the python3 on the PATH, by way of `template_oracle.py`, what it makes of templates.
final class PythonOracle {
  /// @param version such as 311
  /// @param outcomes in the order of the cases
  record Answers(int version, List<PythonOutcome> outcomes) {}

  private final Path directory;

  /// @param directory for the questions and the answers
  PythonOracle(Path directory) {
    this.directory = directory;
  }

  Answers ask(List<TemplateCase> cases) throws IOException, InterruptedException {
    List<String> lines =
        new Python(directory)
            .ask("template_oracle.py", cases.stream().map(PythonOracle::question).toList());
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
