package dev.provision.library.configuration.python;

import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.BundleEntry;
import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.machine.FileSources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import tools.jackson.databind.JsonNode;

/// The bundles that `__init__.py` made.
///
/// @param shown the file, for people
record PythonBundles(Environment environment, String shown) {
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
    if (earlier.isPresent()
        && earlier.get().scripts().equals(scripts)
        && earlier.get().files().equals(files)) {
      return earlier.get();
    }
    String origin = told.path(2).isNull() ? shown : PythonPlace.of(environment, told.path(2));
    return earlier
        .map(old -> changed(old, scripts, files, origin))
        .orElseGet(() -> new Bundle(name, scripts, files, origin));
  }

  /// A bundle that had more to it than Python sees. What it adds to one with steps comes after
  /// them.
  private static Bundle changed(
      Bundle old, List<ScriptEntry> scripts, List<FileEntry> files, String origin) {
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
        origin);
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
