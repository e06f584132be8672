package dev.provision.library.configuration;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.configuration.draft.ConfigurationDraft;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.python.PythonConfiguration;
import dev.provision.library.configuration.python.PythonOutcome;
import dev.provision.library.configuration.yaml.ProvisionYaml;
import dev.provision.library.configuration.yaml.YamlWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Writes the `provision.yaml` that says what a directory's `__init__.py` does.
///
/// The `__init__.py` is run once, after the default places, as it would be for a deployment; what
/// it changes is written down. What it looked up on the way (the time, the environment, a server)
/// becomes a fixed value.
public final class ConfigurationConverter {
  private final Environment environment;

  /// @param environment what the directory is read in
  public ConfigurationConverter(Environment environment) {
    this.environment = environment;
  }

  /// Converts a directory; [Conversion#write()] then writes the file.
  ///
  /// @param path the configuration directory, as given with `-c`
  /// @throws ProblemsException if the directory or one read before it is not in order, has a
  ///   `provision.yaml` already, or says something that cannot be said there
  public Conversion convert(String path) {
    ConfigurationLoader loader = new ConfigurationLoader(environment);
    Path directory = loader.directory(path);
    Path file = directory.resolve(ProvisionYaml.FILE_NAME);
    check(directory, file);
    LoadSession session = loader.before(directory);
    session.directory(directory);
    ConfigurationDraft before = session.draft().copy();
    int warningsBefore = session.warnings().size();
    PythonOutcome outcome = session.python(directory);
    session.throwProblems();
    String text = new YamlWriter(directory, before, session.draft(), outcome.assigned()).write();
    checkSame(directory, text, before, session.draft());
    List<String> notes = new ArrayList<>(session.warnings().stream().skip(warningsBefore).toList());
    notes.addAll(notes(directory, before, session.draft()));
    return new Conversion(file, text, notes);
  }

  private void check(Path directory, Path file) {
    String shown = environment.shown(directory);
    if (!Files.isDirectory(directory)) {
      throw new ProblemsException(
          Problem.at(shown, "no such configuration directory")
              .next("name a directory with an __init__.py"));
    }
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ProblemsException(Conversion.exists(environment.shown(file)));
    }
    if (!Files.exists(directory.resolve(PythonConfiguration.FILE_NAME))) {
      throw new ProblemsException(
          Problem.at(shown, "there is no __init__.py to convert")
              .next("name a directory with an __init__.py"));
    }
  }

  /// Reads the text as if it were there already: it must lead to the very same configuration.
  private void checkSame(
      Path directory, String text, ConfigurationDraft before, ConfigurationDraft after) {
    List<Problem> problems = new ArrayList<>();
    ConfigurationDraft again = before.copy();
    new ProvisionYaml(environment, directory, again, problems::add, _ -> {}).apply(text);
    if (problems.isEmpty() && !again.saysTheSameAs(after)) {
      problems.add(Problem.of("the result would differ"));
    }
    if (!problems.isEmpty()) {
      String shown = environment.shown(directory.resolve(PythonConfiguration.FILE_NAME));
      throw new ProblemsException(
          problems.stream()
              .map(
                  problem ->
                      Problem.at(shown, "cannot be converted to provision.yaml: " + problem.what())
                          .next("change it in __init__.py first"))
              .toList());
    }
  }

  private List<String> notes(Path directory, ConfigurationDraft before, ConfigurationDraft after) {
    List<String> notes = new ArrayList<>();
    String file = environment.shown(directory.resolve(ProvisionYaml.FILE_NAME));
    String old = environment.shown(directory.resolve(PythonConfiguration.FILE_NAME));
    if (ExposedSecrets.literals(after).stream()
        .anyMatch(secret -> !ExposedSecrets.literals(before).contains(secret))) {
      notes.add(
          "%s contains a secret; replace it with ${env:NAME}, ${file:PATH}, or ${command:WORDS}"
              .formatted(file));
    }
    TreeSet<String> lost = new TreeSet<>(after.pythonVariables.keySet());
    lost.removeAll(before.pythonVariables.keySet());
    for (String name : lost) {
      notes.add("config.%s has no meaning in provision.yaml and was omitted".formatted(name));
    }
    if (!after.directories.equals(before.directories)) {
      notes.add("the new names for scripts, files, or pubkeys of later directories were omitted");
    }
    notes.add(
        "while both files exist, %s takes precedence; remove %s when you no longer need it"
            .formatted(file, old));
    return notes;
  }
}
