package dev.provision.library.configuration.python;

import dev.provision.domain.Problem;
import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.BundleEntry;
import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.machine.FileSources;
import dev.provision.library.configuration.yaml.BundleYaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// The bundles that `__init__.py` made.
///
/// Tested by `PythonConfigurationTest` and `PythonProblemsTest`.
///
/// @param environment in whose working directory relative sources start
/// @param problems what is wrong
/// @param directory the configuration directory, at which the sources of steps start
/// @param shown the file, for people
/// @param targetDirectory where scripts go that name no target
record PythonBundles(
    Environment environment,
    Consumer<Problem> problems,
    Path directory,
    String shown,
    String targetDirectory) {
  /// Those of an answer, each a pair of its name and what is in it.
  ///
  /// @param earlier those that the file was given
  Map<String, Bundle> read(JsonNode answer, Map<String, Bundle> earlier) {
    Map<String, Bundle> later = new LinkedHashMap<>();
    for (JsonNode pair : answer) {
      String name = pair.path(0).asString();
      later.put(name, bundle(name, pair.path(1), Optional.ofNullable(earlier.get(name))));
    }
    return later;
  }

  private Bundle bundle(String name, JsonNode told, Optional<Bundle> earlier) {
    List<ScriptEntry> scripts = new ArrayList<>();
    for (JsonNode pair : told.path(0)) {
      scripts.add(
          kept(
              new ScriptEntry(pair.path(0).asString(), source(pair.path(1))),
              earlier.map(Bundle::scripts).orElse(List.of()),
              (one, other) ->
                  one.target().equals(other.target()) && one.source().equals(other.source())));
    }
    List<FileEntry> files = new ArrayList<>();
    for (JsonNode pair : told.path(1)) {
      files.add(
          kept(
              new FileEntry(pair.path(0).asString(), source(pair.path(1))),
              earlier.map(Bundle::files).orElse(List.of()),
              (one, other) ->
                  one.target().equals(other.target()) && one.source().equals(other.source())));
    }
    if (!told.path(2).isNull()) {
      return made(name, told, scripts, files);
    }
    return earlier
        .filter(old -> !(old.scripts().equals(scripts) && old.files().equals(files)))
        .map(old -> changed(old, scripts, files))
        .or(() -> earlier)
        .orElseGet(() -> new Bundle(name, scripts, files, shown));
  }

  /// A bundle that this file made, with what is said of it in the form of a `provision.yaml`.
  private Bundle made(
      String name, JsonNode told, List<ScriptEntry> scripts, List<FileEntry> files) {
    String place = PythonPlace.of(environment, told.path(2));
    if (told.path(3).isNull()) {
      return new Bundle(name, scripts, files, place);
    }
    Bundle said =
        new BundleYaml(place, problems, environment, directory, targetDirectory)
            .read(name, told.path(3).asString())
            .orElseGet(() -> new Bundle(name, scripts, files, place));
    boolean mixed = !said.steps().isEmpty() && !(scripts.isEmpty() && files.isEmpty());
    if (mixed) {
      problems.accept(
          Problem.at(place, "bundle '%s' has steps besides files or scripts".formatted(name))
              .next("move them into the steps, which are carried out in their order"));
    }
    return new Bundle(
        name,
        said.description(),
        said.needs(),
        said.parameters(),
        scripts,
        files,
        mixed ? List.of() : said.steps(),
        place);
  }

  /// A bundle that had more to it than Python sees. What it adds to one with steps comes after
  /// them.
  private Bundle changed(Bundle old, List<ScriptEntry> scripts, List<FileEntry> files) {
    List<BundleEntry> steps = new ArrayList<>(old.steps());
    if (!steps.isEmpty()) {
      steps.addAll(files);
      steps.addAll(scripts);
    }
    return new Bundle(
        old.name(),
        old.description(),
        old.needs(),
        old.parameters(),
        steps.isEmpty() ? scripts : List.of(),
        steps.isEmpty() ? files : List.of(),
        steps,
        shown,
        old.places());
  }

  /// An entry that Python left as it was keeps what it does not see: mode, owner, timeout.
  private static <E> E kept(E entry, List<E> earlier, BiPredicate<E, E> samePlaces) {
    return earlier.stream().filter(old -> samePlaces.test(old, entry)).findFirst().orElse(entry);
  }

  /// A relative source starts at the working directory, as it did in the old program.
  private String source(JsonNode text) {
    String path = text.asString();
    return FileSources.isBuiltIn(path)
        ? path
        : environment.workingDirectory().resolve(path).toString();
  }
}
