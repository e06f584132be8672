package dev.provision.domain.bundle;

import dev.provision.domain.variable.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A named collection of what is done on a node: either files and scripts, of which all files come
/// first, or steps in an order of its own.
///
/// @param name what `-b` asks for
/// @param description for people
/// @param needs names of bundles that come before this one
/// @param parameters variables that it declares
/// @param scripts run in this order
/// @param files put before any script runs
/// @param steps carried out in this order; empty where there are scripts or files
/// @param origin where it was defined, such as `web/provision.yaml:12:5`
/// @param places where in it sources and needed bundles are named, as far as that is known
public record Bundle(
    String name,
    Optional<String> description,
    List<String> needs,
    List<Parameter> parameters,
    List<ScriptEntry> scripts,
    List<FileEntry> files,
    List<BundleEntry> steps,
    String origin,
    Map<String, String> places) {
  /// Copies the collections.
  public Bundle {
    needs = List.copyOf(needs);
    parameters = List.copyOf(parameters);
    scripts = List.copyOf(scripts);
    files = List.copyOf(files);
    steps = List.copyOf(steps);
    places = Map.copyOf(places);
    if (!steps.isEmpty() && !(scripts.isEmpty() && files.isEmpty())) {
      throw new IllegalArgumentException(
          "bundle '" + name + "' has steps besides files or scripts");
    }
  }

  /// One of which no more places are known.
  public Bundle(
      String name,
      Optional<String> description,
      List<String> needs,
      List<Parameter> parameters,
      List<ScriptEntry> scripts,
      List<FileEntry> files,
      List<BundleEntry> steps,
      String origin) {
    this(name, description, needs, parameters, scripts, files, steps, origin, Map.of());
  }

  /// Files and scripts, and nothing else.
  public Bundle(String name, List<ScriptEntry> scripts, List<FileEntry> files, String origin) {
    this(name, Optional.empty(), List.of(), List.of(), scripts, files, List.of(), origin);
  }

  /// Steps in order, and nothing else.
  public static Bundle ofSteps(String name, List<BundleEntry> steps, String origin) {
    return new Bundle(
        name, Optional.empty(), List.of(), List.of(), List.of(), List.of(), steps, origin);
  }

  /// Where a source or a needed bundle is named in it.
  public String place(String named) {
    return places.getOrDefault(named, origin);
  }

  /// Whether another bundle of this name would do the same; where it was defined does not count.
  public boolean saysTheSameAs(Bundle other) {
    return withoutOrigin().equals(other.withoutOrigin());
  }

  /// The same, wherever it was defined.
  public Bundle withoutOrigin() {
    return new Bundle(
        name,
        description,
        needs,
        parameters.stream().map(Parameter::withoutOrigin).toList(),
        scripts,
        files,
        steps,
        "");
  }
}
