package dev.provision.library.configuration.python;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.configuration.draft.ConfigurationDraft;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.machine.ProcessRunner.Ended;
import dev.provision.library.configuration.machine.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The old program's form of configuration: `__init__.py` with a function `init(config)`.
public final class PythonConfiguration {
  public static final String FILE_NAME = "__init__.py";

  private static final int LINES_SHOWN = 20;

  private final Environment environment;
  private final ConfigurationDraft draft;
  private final Consumer<Problem> problems;
  private final Consumer<String> warnings;
  private final JsonMapper json = JsonMapper.builder().build();

  public PythonConfiguration(
      Environment environment,
      ConfigurationDraft draft,
      Consumer<Problem> problems,
      Consumer<String> warnings) {
    this.environment = environment;
    this.draft = draft;
    this.problems = problems;
    this.warnings = warnings;
  }

  /// Runs the directory's `__init__.py` on the draft.
  public PythonOutcome run(Path directory) {
    Path file = directory.resolve(FILE_NAME);
    String shown = environment.shown(file);
    try {
      TextFile.checkReadable(file);
      Ended ended =
          new PythonProgram(environment, shown)
              .run(
                  json.writeValueAsString(
                      new PythonRequest(environment, draft).of(directory, file)));
      said(ended.errors(), shown);
      JsonNode answer = json.readTree(ended.output());
      return new PythonAnswer(environment, draft, problems, warnings, file).apply(answer);
    } catch (IOException e) {
      problems.accept(Problem.at(shown, String.valueOf(e.getMessage())));
    } catch (ProblemsException e) {
      e.problems().forEach(problems);
    } catch (JacksonException e) {
      problems.accept(
          Problem.at(shown, "cannot parse the output of python3: " + e.getOriginalMessage())
              .next("it must not use file descriptors of the program"));
    }
    return PythonOutcome.NONE;
  }

  /// What `__init__.py` printed goes to the user.
  private void said(String errors, String shown) {
    List<String> lines = errors.lines().filter(line -> !line.isBlank()).toList();
    lines.stream().limit(LINES_SHOWN).forEach(line -> warnings.accept(shown + ": " + line));
    if (lines.size() > LINES_SHOWN) {
      warnings.accept("%s printed %s more lines".formatted(shown, lines.size() - LINES_SHOWN));
    }
  }
}
