package dev.provision.library.configuration.yaml;

import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.FileText;
import dev.provision.domain.bundle.LineEnds;
import dev.provision.domain.bundle.RunRule;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.domain.bundle.SystemFilter;
import dev.provision.domain.template.Template;
import dev.provision.domain.variable.VariableValue;
import dev.provision.library.configuration.draft.Durations;
import dev.provision.library.configuration.machine.Environment;
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

/// Reads the scripts and files of a bundle of `provision.yaml`. Tested by `ProvisionYamlTest` and
/// `BundleStepsYamlTest`.
public final class EntryYaml {
  public static final List<String> SCRIPT_KEYS =
      List.of("path", "target", "timeout", "environment", "line-ends", "run", "only");
  public static final List<String> FILE_KEYS =
      List.of("source", "template", "mode", "owner", "secret", "line-ends", "only");
  public static final List<String> TEMPLATE_KEYS = List.of("source", "type");
  public static final List<String> ONLY_KEYS = List.of("os", "architecture");
  public static final String IF_CHANGED = "if-changed";

  private static final Map<String, LineEnds> LINE_ENDS =
      Map.of("unix", LineEnds.UNIX, "keep", LineEnds.KEEP);

  private static final Map<String, FileText> TEMPLATE_TYPES =
      Map.of(
          Template.FORMAT_STRING,
          FileText.FORMAT_STRING,
          Template.TEMPLATE_STRING,
          FileText.TEMPLATE_STRING);

  private final YamlReader reader;
  private final YamlTexts texts;
  private final EntryPaths paths;

  /// @param directory the configuration directory
  /// @param targetDirectory where scripts go that name no target
  EntryYaml(YamlReader reader, Environment environment, Path directory, String targetDirectory) {
    this.reader = reader;
    this.texts = new YamlTexts(environment, directory, reader);
    this.paths = new EntryPaths(reader, environment, directory, targetDirectory);
  }

  /// A script: its path, or a mapping.
  Optional<ScriptEntry> script(Node node, String bundle, SystemFilter usual) {
    String what = bundle + ": a script";
    Optional<String> path = Optional.empty();
    Optional<String> target = Optional.empty();
    Optional<Duration> timeout = Optional.empty();
    Map<String, VariableValue> variables = Map.of();
    LineEnds lineEnds = LineEnds.CHECKED;
    RunRule run = new RunRule.Always();
    SystemFilter only = usual;
    if (!(node instanceof MappingNode)) {
      path = paths.path(node, what);
    } else {
      boolean named = false;
      for (Entry entry : reader.entries(node, what, SCRIPT_KEYS)) {
        String key = what + ": " + entry.key();
        switch (entry.key()) {
          case "path" -> {
            named = true;
            path = paths.path(entry.value(), key);
          }
          case "target" -> target = paths.target(entry.value(), key);
          case "timeout" -> timeout = duration(entry.value(), key);
          case "line-ends" -> lineEnds = lineEnds(entry.value(), key);
          case "run" -> run = run(entry.value(), key);
          case "only" -> only = only(entry.value(), key, usual);
          default -> variables = variables(entry.value(), key);
        }
      }
      if (!named) {
        reader.problem(node, what + " has no 'path'", "set it to a file in scripts/");
      }
    }
    if (path.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ScriptEntry(
            target.orElse(paths.target(path.get())),
            paths.script(path.get()),
            timeout,
            variables,
            lineEnds,
            run,
            only));
  }

  /// Files: a list of targets, or targets with their sources.
  List<FileEntry> files(Node node, String bundle, SystemFilter usual) {
    List<FileEntry> entries = new ArrayList<>();
    if (!(node instanceof MappingNode)) {
      String what = bundle + ": a file";
      for (Node item : reader.items(node, bundle + ": files").orElse(List.of())) {
        paths
            .target(item, what)
            .ifPresent(target -> entries.add(file(target, paths.usualFile(target), usual)));
      }
      return entries;
    }
    for (Entry entry : reader.entries(node, bundle + ": files")) {
      String what = bundle + ": file '" + entry.key() + "'";
      if (paths.isTarget(entry.key(), entry.keyNode(), what)) {
        file(entry, what, usual).ifPresent(entries::add);
      }
    }
    return entries;
  }

  private static FileEntry file(String target, String source, SystemFilter only) {
    return new FileEntry(
        target,
        source,
        Optional.empty(),
        Optional.empty(),
        FileText.VERBATIM,
        LineEnds.CHECKED,
        false,
        only);
  }

  private Optional<FileEntry> file(Entry item, String what, SystemFilter usual) {
    String target = item.key();
    if (!(item.value() instanceof MappingNode)) {
      return paths.path(item.value(), what).map(path -> file(target, paths.file(path), usual));
    }
    Optional<String> source = Optional.of(paths.usualFile(target));
    FileText text = FileText.VERBATIM;
    Optional<Integer> mode = Optional.empty();
    Optional<String> owner = Optional.empty();
    LineEnds lineEnds = LineEnds.CHECKED;
    boolean secret = false;
    SystemFilter only = usual;
    boolean named = false;
    for (Entry entry : reader.entries(item.value(), what, FILE_KEYS)) {
      String key = what + ": " + entry.key();
      switch (entry.key()) {
        case "source", "template" -> {
          if (named) {
            reader.problem(
                entry.keyNode(), what + " has a 'source' and a 'template'", "keep one of them");
          }
          named = true;
          if (entry.key().equals("template")) {
            text = templateType(entry.value(), key);
            source = templateSource(entry.value(), target, key);
          } else {
            source = paths.path(entry.value(), key).map(paths::file);
          }
        }
        case "mode" -> mode = mode(entry.value(), key);
        case "line-ends" -> lineEnds = lineEnds(entry.value(), key);
        case "secret" -> secret = reader.truth(entry.value(), key);
        case "only" -> only = only(entry.value(), key, usual);
        default -> owner = owner(entry.value(), key);
      }
    }
    if (source.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new FileEntry(target, source.get(), mode, owner, text, lineEnds, secret, only));
  }

  private Optional<String> templateSource(Node node, String target, String what) {
    if (!(node instanceof MappingNode)) {
      return paths.path(node, what).map(paths::file);
    }
    for (Entry entry : reader.entries(node, what, TEMPLATE_KEYS)) {
      if (entry.key().equals("source")) {
        return paths.path(entry.value(), what + ": source").map(paths::file);
      }
    }
    return Optional.of(paths.usualFile(target));
  }

  private FileText templateType(Node node, String what) {
    if (!(node instanceof MappingNode mapping)) {
      return FileText.TEMPLATE;
    }
    for (Entry entry : reader.quietEntries(mapping)) {
      if (entry.key().equals("type")) {
        return reader
            .choice(entry.value(), what + ": type", TEMPLATE_TYPES)
            .orElse(FileText.TEMPLATE);
      }
    }
    return FileText.TEMPLATE;
  }

  /// When a script runs.
  private RunRule run(Node node, String what) {
    Map<String, RunRule> rules =
        Map.of(
            "always",
            new RunRule.Always(),
            "once",
            new RunRule.Once(),
            IF_CHANGED,
            new RunRule.IfChanged(List.of()));
    if (!(node instanceof MappingNode)) {
      return reader.choice(node, what, rules).orElse(new RunRule.Always());
    }
    List<String> targets = new ArrayList<>();
    for (Entry entry : reader.entries(node, what, List.of(IF_CHANGED))) {
      for (Node item : reader.items(entry.value(), what + ": if-changed").orElse(List.of())) {
        paths.target(item, what + ": if-changed").ifPresent(targets::add);
      }
      if (targets.isEmpty()) {
        reader.problem(
            entry.value(), what + ": if-changed names no target", "write 'run: if-changed'");
      }
    }
    return new RunRule.IfChanged(targets);
  }

  /// On which nodes something is applied.
  ///
  /// @param usual what its step says, which counts where this says nothing else
  SystemFilter only(Node node, String what, SystemFilter usual) {
    List<String> systems = usual.systems();
    List<String> architectures = usual.architectures();
    for (Entry entry : reader.entries(node, what, ONLY_KEYS)) {
      List<String> names = names(entry.value(), what + ": " + entry.key());
      if (entry.key().equals("os")) {
        systems = names;
      } else {
        architectures = names;
      }
    }
    return new SystemFilter(systems, architectures);
  }

  private List<String> names(Node node, String what) {
    List<Node> nodes =
        YamlReader.isText(node) ? List.of(node) : reader.items(node, what).orElse(List.of());
    List<String> names = new ArrayList<>();
    for (Node item : nodes) {
      Optional<String> name = reader.text(item, what);
      if (name.isPresent() && !name.get().matches("[A-Za-z0-9._-]+")) {
        reader.problem(
            item,
            "%s: '%s' is not a name as nodes give it".formatted(what, name.get()),
            "write it as in /etc/os-release, such as debian, or as 'uname -m' prints it");
      } else {
        name.ifPresent(names::add);
      }
    }
    return names;
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

  /// Whom something belongs to on the node.
  Optional<String> owner(Node node, String what) {
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

  private Map<String, VariableValue> variables(Node node, String what) {
    Map<String, VariableValue> variables = new LinkedHashMap<>();
    for (Entry entry : reader.entries(node, what)) {
      if (!entry.key().matches("[A-Za-z_][A-Za-z0-9_]*")) {
        reader.problem(
            entry.keyNode(),
            "%s: '%s' is not the name of a variable".formatted(what, entry.key()),
            "use letters, digits, and _");
      } else {
        texts
            .value(entry.value(), what + ": " + entry.key())
            .ifPresent(value -> variables.put(entry.key(), value));
      }
    }
    return variables;
  }
}
