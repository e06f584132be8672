package dev.provision.library.configuration.yaml;

import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.LineEnds;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.library.configuration.draft.Durations;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.machine.FileSources;
import dev.provision.library.configuration.yaml.YamlReader.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads a bundle of `provision.yaml`.
///
/// Tested by `ProvisionYamlTest`, `ProvisionYamlProblemsTest` and `SchemaTest`.
public final class BundleYaml {
  public static final List<String> KEYS = List.of("scripts", "files");
  public static final List<String> SCRIPT_KEYS =
      List.of("path", "target", "timeout", "environment", "line-ends");
  public static final List<String> FILE_KEYS = List.of("source", "mode", "owner");

  private static final Map<String, LineEnds> LINE_ENDS =
      Map.of("unix", LineEnds.UNIX, "keep", LineEnds.KEEP);

  private final YamlReader reader;
  private final Environment environment;
  private final Path scripts;
  private final Path files;
  private final String targetDirectory;

  /// @param directory the configuration directory
  /// @param targetDirectory where scripts go that name no target
  BundleYaml(YamlReader reader, Environment environment, Path directory, String targetDirectory) {
    this.reader = reader;
    this.environment = environment;
    this.scripts = directory.resolve("scripts");
    this.files = directory.resolve("files");
    this.targetDirectory = targetDirectory;
  }

  /// The bundle as far as it is in order; the rest has been noted.
  Bundle read(Entry item) {
    String what = "bundle '" + item.key() + "'";
    List<ScriptEntry> scriptEntries = new ArrayList<>();
    List<FileEntry> fileEntries = new ArrayList<>();
    for (Entry entry : reader.entries(item.value(), what, KEYS)) {
      if (entry.key().equals("scripts")) {
        reader
            .items(entry.value(), what + ": scripts")
            .orElse(List.of())
            .forEach(node -> script(node, what).ifPresent(scriptEntries::add));
      } else {
        files(entry.value(), what, fileEntries);
      }
    }
    return new Bundle(item.key(), scriptEntries, fileEntries, reader.where(item.keyNode()));
  }

  private Optional<ScriptEntry> script(Node node, String bundle) {
    String what = bundle + ": a script";
    if (!(node instanceof MappingNode)) {
      return path(node, what).map(path -> new ScriptEntry(target(path), source(scripts, path)));
    }
    Optional<String> path = Optional.empty();
    Optional<String> target = Optional.empty();
    Optional<Duration> timeout = Optional.empty();
    Map<String, String> variables = Map.of();
    LineEnds lineEnds = LineEnds.CHECKED;
    boolean named = false;
    for (Entry entry : reader.entries(node, what, SCRIPT_KEYS)) {
      String key = what + ": " + entry.key();
      switch (entry.key()) {
        case "path" -> {
          named = true;
          path = path(entry.value(), key);
        }
        case "target" -> target = target(entry.value(), key);
        case "timeout" -> timeout = duration(entry.value(), key);
        case "line-ends" -> lineEnds = lineEnds(entry.value(), key);
        default -> variables = variables(entry.value(), key);
      }
    }
    if (!named) {
      reader.problem(node, what + " has no 'path'", "set it to a file in scripts/");
    }
    if (path.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ScriptEntry(
            target.orElse(target(path.get())),
            source(scripts, path.get()),
            timeout,
            variables,
            lineEnds));
  }

  private void files(Node node, String bundle, List<FileEntry> entries) {
    if (!(node instanceof MappingNode)) {
      String what = bundle + ": a file";
      for (Node item : reader.items(node, bundle + ": files").orElse(List.of())) {
        target(item, what)
            .ifPresent(target -> entries.add(new FileEntry(target, defaultSource(target))));
      }
      return;
    }
    for (Entry entry : reader.entries(node, bundle + ": files")) {
      String what = bundle + ": file '" + entry.key() + "'";
      if (isTarget(entry.key(), entry.keyNode(), what)) {
        file(entry, what).ifPresent(entries::add);
      }
    }
  }

  private Optional<FileEntry> file(Entry item, String what) {
    String target = item.key();
    if (!(item.value() instanceof MappingNode)) {
      return path(item.value(), what).map(path -> new FileEntry(target, source(files, path)));
    }
    Optional<String> source = Optional.of(defaultSource(target));
    Optional<Integer> mode = Optional.empty();
    Optional<String> owner = Optional.empty();
    for (Entry entry : reader.entries(item.value(), what, FILE_KEYS)) {
      String key = what + ": " + entry.key();
      switch (entry.key()) {
        case "source" -> source = path(entry.value(), key).map(path -> source(files, path));
        case "mode" -> mode = mode(entry.value(), key);
        default -> owner = owner(entry.value(), key);
      }
    }
    if (source.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new FileEntry(target, source.get(), mode, owner));
  }

  private Optional<String> path(Node node, String what) {
    return reader
        .text(node, what)
        .filter(
            path -> {
              boolean named = !path.isBlank() && !path.endsWith("/") && path.indexOf('\0') < 0;
              if (!named) {
                reader.problem(node, what + ": '" + path + "' does not name a file");
              }
              return named;
            });
  }

  private Optional<String> target(Node node, String what) {
    return reader.text(node, what).filter(target -> isTarget(target, node, what));
  }

  private boolean isTarget(String target, Node node, String what) {
    if (!target.startsWith("/")) {
      reader.problem(
          node,
          "%s: target '%s' is not an absolute path on the node".formatted(what, target),
          "start it with /, such as /root/" + target.replaceFirst("^(~?/)+", ""));
      return false;
    }
    if (target.endsWith("/") || target.indexOf('\0') >= 0) {
      reader.problem(
          node,
          "%s: target '%s' is not the path of a file".formatted(what, target),
          "give the path of a file, such as /etc/motd");
      return false;
    }
    return true;
  }

  private String target(String path) {
    return defaultTarget(targetDirectory, path);
  }

  /// A script keeps its path below the target directory; one from elsewhere, its name.
  static String defaultTarget(String targetDirectory, String path) {
    boolean elsewhere =
        path.startsWith("/")
            || path.startsWith("~/")
            || path.startsWith("../")
            || FileSources.isBuiltIn(path);
    String below = elsewhere ? path.substring(path.lastIndexOf('/') + 1) : path;
    return (targetDirectory.endsWith("/") ? targetDirectory : targetDirectory + "/") + below;
  }

  private String source(Path directory, String path) {
    return FileSources.isBuiltIn(path)
        ? path
        : environment.resolve(path, directory).normalize().toString();
  }

  private String defaultSource(String target) {
    return files.resolve(target.substring(target.lastIndexOf('/') + 1)).toString();
  }

  private Optional<Duration> duration(Node node, String what) {
    Optional<String> text = reader.scalar(node, what);
    Optional<Duration> duration = text.flatMap(Durations::parse);
    if (text.isPresent() && duration.isEmpty()) {
      reader.problem(
          node,
          what + ": '" + text.get() + "' is not a duration",
          "write it as 90s, 10m, or 1h30m");
    }
    return duration;
  }

  private LineEnds lineEnds(Node node, String what) {
    Optional<String> text = reader.text(node, what);
    Optional<LineEnds> ends = text.map(LINE_ENDS::get);
    if (text.isPresent() && ends.isEmpty()) {
      reader.problem(
          node,
          "%s: there is no '%s'".formatted(what, text.get()),
          "write 'unix' to remove Windows line endings, or 'keep' to keep them");
    }
    return ends.orElse(LineEnds.CHECKED);
  }

  private Optional<Integer> mode(Node node, String what) {
    Optional<String> text = reader.text(node, what);
    Optional<Integer> mode =
        text.filter(digits -> digits.matches("[0-7]{3,4}"))
            .map(digits -> Integer.parseInt(digits, 8));
    if (text.isPresent() && mode.isEmpty()) {
      reader.problem(
          node,
          what + ": '" + text.get() + "' is not a mode",
          "write three or four octal digits in quotes, such as \"0644\"");
    }
    return mode;
  }

  private Optional<String> owner(Node node, String what) {
    Optional<String> text = reader.text(node, what);
    Optional<String> owner =
        text.filter(name -> name.matches("[A-Za-z0-9_.$-]+(:[A-Za-z0-9_.$-]*)?|:[A-Za-z0-9_.$-]+"));
    if (text.isPresent() && owner.isEmpty()) {
      reader.problem(
          node,
          what + ": '" + text.get() + "' is not an owner",
          "write USER, USER:GROUP or :GROUP, such as \"www-data:www-data\"");
    }
    return owner;
  }

  private Map<String, String> variables(Node node, String what) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Entry entry : reader.entries(node, what)) {
      if (!entry.key().matches("[A-Za-z_][A-Za-z0-9_]*")) {
        reader.problem(
            entry.keyNode(),
            "%s: '%s' is not the name of a variable".formatted(what, entry.key()),
            "use letters, digits, and _");
      } else {
        reader
            .scalar(entry.value(), what + ": " + entry.key())
            .ifPresent(value -> variables.put(entry.key(), value));
      }
    }
    return variables;
  }
}
