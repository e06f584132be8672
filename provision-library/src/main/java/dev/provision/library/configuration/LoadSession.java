package dev.provision.library.configuration;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.key.PublicKey;
import dev.provision.library.configuration.draft.ConfigurationDraft;
import dev.provision.library.configuration.key.KeyDirectory;
import dev.provision.library.configuration.key.UserKey;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.machine.TrustedPath;
import dev.provision.library.configuration.python.PythonConfiguration;
import dev.provision.library.configuration.python.PythonOutcome;
import dev.provision.library.configuration.yaml.ProvisionYaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// One load: the draft, and what was noted on the way.
///
/// Tested by `ConfigurationLoaderTest` and `UntrustedFilesTest`.
final class LoadSession {
  private final Environment environment;
  private final ConfigurationDraft draft;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> warnings = new LinkedHashSet<>();
  private final List<Path> directories = new ArrayList<>();
  private final List<Path> unchecked = new ArrayList<>();
  private boolean complete = true;

  /// Starts with the built-in defaults.
  LoadSession(Environment environment) {
    this.environment = environment;
    this.draft = BuiltInSettings.draft(UserKey.find(environment, warnings::add));
  }

  ConfigurationDraft draft() {
    return draft;
  }

  Set<String> warnings() {
    return warnings;
  }

  List<Path> directories() {
    return directories;
  }

  void problem(Problem problem) {
    problems.add(problem);
  }

  /// What makes it impossible to know what a directory says.
  void unreadable(Problem problem) {
    problem(problem);
    complete = false;
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /// Whether every directory could be read, right or wrong.
  boolean isComplete() {
    return complete;
  }

  void warning(String warning) {
    warnings.add(warning);
  }

  /// Also a file that refers to nothing says to whom a secret of another file, of the environment
  /// or of the command line is sent, and what root runs on nodes.
  void checkWriters() {
    unchecked.forEach(
        file ->
            checkTrusted(
                TrustedPath.of(file, environment.variables()).orOwnerOf(file.resolveSibling("")),
                file,
                "it is ignored"));
    unchecked.clear();
  }

  void throwProblems() {
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems);
    }
  }

  /// Begins with a directory: its public keys come first, so that `__init__.py` sees them.
  void directory(Path directory) {
    directories.add(directory);
    List<PublicKey> keys =
        new KeyDirectory(environment, problems::add, warnings::add)
            .keys(directory.resolve(draft.keyDirectory()));
    draft.keys.addAll(keys);
  }

  void yaml(Path directory) {
    ConfigurationDraft before = draft.copy();
    int problemsBefore = problems.size();
    boolean read =
        new ProvisionYaml(environment, directory, draft, problems::add, warnings::add).read();
    complete &= read || problems.size() == problemsBefore;
    unchecked.add(directory.resolve(ProvisionYaml.FILE_NAME));
    if (!draft.references().isEmpty()) {
      // Also those that refer to nothing themselves: they may say to whom a secret is sent.
      unchecked.forEach(
          file -> checkTrusted(file, "the configuration's references are not resolved"));
      unchecked.clear();
    }
    warnOfOpenSecrets(directory.resolve(ProvisionYaml.FILE_NAME), before);
  }

  /// Runs `__init__.py`, unless something is wrong already: it would see half a configuration.
  PythonOutcome python(Path directory) {
    Path file = directory.resolve(PythonConfiguration.FILE_NAME);
    checkTrusted(file, "it is not run");
    pythonPath()
        .forEach(
            place ->
                checkTrusted(
                    // Whoever may put a module there has it run instead of Python's own.
                    TrustedPath.of(place.resolve("json.py"), environment.variables()),
                    file,
                    "it is not run with this PYTHONPATH"));
    if (!problems.isEmpty()) {
      complete = false;
      return PythonOutcome.NONE;
    }
    ConfigurationDraft before = draft.copy();
    PythonOutcome outcome =
        new PythonConfiguration(environment, draft, problems::add, warnings::add).run(directory);
    complete &= problems.isEmpty();
    warnOfOpenSecrets(file, before);
    return outcome;
  }

  private List<Path> pythonPath() {
    String variable = environment.variable("PYTHONPATH");
    return variable.isEmpty()
        ? List.of()
        : Stream.of(variable.split(":", -1))
            .map(place -> environment.workingDirectory().resolve(place))
            .toList();
  }

  /// Whoever could change such a file could run programs as this user, or have secrets sent to
  /// another place.
  private void checkTrusted(Path file, String hence) {
    checkTrusted(TrustedPath.of(file, environment.variables()), file, hence);
  }

  private void checkTrusted(TrustedPath path, Path file, String hence) {
    path.flaw()
        .ifPresent(
            flaw ->
                problem(
                    Problem.at(
                            environment.shown(file),
                            "%s, because %s %s".formatted(hence, flaw.where(), flaw.why()))
                        .next("run: " + flaw.cure())));
  }

  private void warnOfOpenSecrets(Path file, ConfigurationDraft before) {
    ExposedSecrets.warning(file, environment.shown(file), before, draft).ifPresent(warnings::add);
  }
}
