package dev.provision.library.configuration.yaml;

import dev.provision.domain.Problem;
import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.BundleEntry;
import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.domain.bundle.SystemFilter;
import dev.provision.domain.variable.Parameter;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.yaml.YamlReader.Entry;
import dev.provision.ports.step.Reboot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads a bundle of `provision.yaml`. Tested by `ProvisionYamlTest` and `BundleStepsYamlTest`.
public final class BundleYaml {
  public static final List<String> KEYS =
      List.of("description", "needs", "parameters", "scripts", "files", "steps");
  public static final List<String> STEP_KEYS =
      List.of("script", "files", "directory", "reboot", "only");

  private final YamlReader reader;
  private final EntryPaths paths;
  private final EntryFields fields;
  private final EntryYaml entries;
  private final TreeYaml trees;
  private final ParameterYaml parameters;

  /// @param directory the configuration directory
  /// @param targetDirectory where scripts go that name no target
  BundleYaml(YamlReader reader, Environment environment, Path directory, String targetDirectory) {
    this.reader = reader;
    YamlTexts texts = new YamlTexts(environment, directory, reader);
    this.paths = new EntryPaths(reader, environment, directory, targetDirectory);
    this.fields = new EntryFields(reader, texts);
    this.entries = new EntryYaml(reader, fields, paths);
    this.trees = new TreeYaml(reader, paths, fields);
    this.parameters = new ParameterYaml(reader, texts);
  }

  /// @param place where a program wrote what is to be read, for every problem
  /// @param directory the configuration directory
  /// @param targetDirectory where scripts go that name no target
  public BundleYaml(
      String place,
      Consumer<Problem> problems,
      Environment environment,
      Path directory,
      String targetDirectory) {
    this(YamlReader.at(place, problems), environment, directory, targetDirectory);
  }

  /// The bundle that a program wrote as JSON, as far as it is in order; the rest has been noted.
  ///
  /// @param json an object of the form that a bundle has in `provision.yaml`
  public Optional<Bundle> read(String name, String json) {
    return reader.parse(json).map(node -> read(new Entry(name, node, node)));
  }

  /// The bundle as far as it is in order; the rest has been noted.
  Bundle read(Entry item) {
    String what = "bundle '" + item.key() + "'";
    Optional<String> description = Optional.empty();
    List<String> needs = new ArrayList<>();
    Map<String, String> places = new HashMap<>();
    List<Parameter> declared = List.of();
    List<ScriptEntry> scripts = new ArrayList<>();
    List<FileEntry> files = List.of();
    List<BundleEntry> steps = new ArrayList<>();
    List<String> given = new ArrayList<>();
    for (Entry entry : reader.entries(item.value(), what, KEYS)) {
      Node value = entry.value();
      String key = what + ": " + entry.key();
      given.add(entry.key());
      switch (entry.key()) {
        case "description" -> description = reader.text(value, key);
        case "needs" ->
            reader
                .items(value, key)
                .orElse(List.of())
                .forEach(
                    name ->
                        reader
                            .text(name, key)
                            .ifPresent(
                                needed -> {
                                  needs.add(needed);
                                  places.putIfAbsent(needed, reader.where(name));
                                }));
        case "parameters" -> declared = parameters.read(value, what);
        case "scripts" ->
            reader
                .items(value, key)
                .orElse(List.of())
                .forEach(
                    node -> entries.script(node, what, SystemFilter.ALL).ifPresent(scripts::add));
        case "files" -> files = entries.files(value, what, SystemFilter.ALL);
        default -> steps(value, what, steps);
      }
    }
    if (given.contains("steps") && (given.contains("scripts") || given.contains("files"))) {
      reader.problem(
          item.keyNode(),
          what + " has 'steps' besides 'files' or 'scripts'",
          "move them into 'steps', which are carried out in their order");
      steps.clear();
    }
    places.putAll(paths.places());
    return new Bundle(
        item.key(),
        description,
        needs,
        declared,
        scripts,
        files,
        steps,
        reader.where(item.keyNode()),
        places);
  }

  private void steps(Node node, String bundle, List<BundleEntry> steps) {
    for (Node item : reader.items(node, bundle + ": steps").orElse(List.of())) {
      String what = bundle + ": a step";
      if (YamlReader.isText(item) && reader.text(item, what).equals(Optional.of(Reboot.NAME))) {
        steps.add(entries.usualReboot(SystemFilter.ALL));
        continue;
      }
      if (!(item instanceof MappingNode mapping)) {
        reader.unexpected(item, what, "a mapping, such as {script: a.sh}");
        continue;
      }
      List<Entry> keys = reader.entries(item, what, STEP_KEYS);
      SystemFilter only =
          keys.stream()
              .filter(entry -> entry.key().equals("only"))
              .findFirst()
              .map(entry -> fields.only(entry.value(), what + ": only", SystemFilter.ALL))
              .orElse(SystemFilter.ALL);
      List<Entry> kinds = keys.stream().filter(entry -> !entry.key().equals("only")).toList();
      if (kinds.isEmpty() && keys.size() < mapping.getValue().size()) {
        continue; // an unknown key has been noted
      }
      if (kinds.size() != 1) {
        reader.problem(
            item,
            what + (kinds.isEmpty() ? " says nothing to do" : " is several things at once"),
            "give each step one of 'script', 'files', 'directory', and 'reboot'");
        continue;
      }
      Entry kind = kinds.getFirst();
      switch (kind.key()) {
        case "script" -> entries.script(kind.value(), bundle, only).ifPresent(steps::add);
        case "files" -> steps.addAll(entries.files(kind.value(), bundle, only));
        case "reboot" -> entries.reboot(kind.value(), bundle, only).ifPresent(steps::add);
        default -> steps.addAll(trees.read(kind.value(), bundle, only));
      }
    }
  }
}
