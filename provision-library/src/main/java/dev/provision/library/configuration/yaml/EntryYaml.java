package dev.provision.library.configuration.yaml;

import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.FileText;
import dev.provision.domain.bundle.LineEnds;
import dev.provision.domain.bundle.RebootEntry;
import dev.provision.domain.bundle.RunRule;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.domain.bundle.SystemFilter;
import dev.provision.domain.template.Template;
import dev.provision.domain.variable.VariableValue;
import dev.provision.library.configuration.yaml.YamlReader.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads the scripts and files of a bundle of `provision.yaml`. Tested by `ProvisionYamlTest` and
/// `BundleStepsYamlTest`.
public final class EntryYaml {
  public static final List<String> SCRIPT_KEYS =
      List.of("path", "target", "timeout", "environment", "line-ends", "run", "only");
  public static final List<String> FILE_KEYS =
      List.of("source", "template", "mode", "owner", "secret", "line-ends", "only");
  public static final List<String> TEMPLATE_KEYS = List.of("source", "type");
  public static final List<String> REBOOT_KEYS = List.of("timeout", "run", "only");
  public static final String IF_CHANGED = "if-changed";

  private static final Map<String, FileText> TEMPLATE_TYPES =
      Map.of(
          Template.FORMAT_STRING,
          FileText.FORMAT_STRING,
          Template.TEMPLATE_STRING,
          FileText.TEMPLATE_STRING);

  private final YamlReader reader;
  private final EntryFields fields;
  private final EntryPaths paths;

  /// @param fields reads what several kinds of entries have
  /// @param paths reads sources and targets
  EntryYaml(YamlReader reader, EntryFields fields, EntryPaths paths) {
    this.reader = reader;
    this.fields = fields;
    this.paths = paths;
  }

  /// A script: its path, or a mapping.
  Optional<ScriptEntry> script(Node node, String bundle, SystemFilter usual) {
    String what = bundle + ": a script";
    Node place = node;
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
            place = entry.value();
            path = paths.path(place, key);
          }
          case "target" -> target = paths.target(entry.value(), key);
          case "timeout" -> timeout = fields.duration(entry.value(), key);
          case "line-ends" -> lineEnds = fields.lineEnds(entry.value(), key);
          case "run" -> run = run(entry.value(), key);
          case "only" -> only = fields.only(entry.value(), key, usual);
          default -> variables = fields.variables(entry.value(), key);
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
            paths.script(path.get(), place),
            timeout,
            variables,
            lineEnds,
            run,
            only));
  }

  /// A restart of the node, with nothing said about it.
  RebootEntry usualReboot(SystemFilter usual) {
    return new RebootEntry(RebootEntry.USUAL, new RunRule.Always(), usual);
  }

  /// A restart of the node: a mapping, or nothing.
  Optional<RebootEntry> reboot(Node node, String bundle, SystemFilter usual) {
    String what = bundle + ": reboot";
    if (YamlReader.isNull(node)) {
      return Optional.of(usualReboot(usual));
    }
    Duration timeout = RebootEntry.USUAL;
    RunRule run = new RunRule.Always();
    SystemFilter only = usual;
    for (Entry entry : reader.entries(node, what, REBOOT_KEYS)) {
      String key = what + ": " + entry.key();
      switch (entry.key()) {
        case "timeout" -> timeout = fields.duration(entry.value(), key).orElse(timeout);
        case "run" -> run = run(entry.value(), key);
        default -> only = fields.only(entry.value(), key, usual);
      }
    }
    if (run instanceof RunRule.Once) {
      reader.problem(
          node,
          what + ": run: a restart cannot be done only once",
          "write 'run: if-changed', or run a script once and name it: run: {if-changed: [TARGET]}");
      return Optional.empty();
    }
    return Optional.of(new RebootEntry(timeout, run, only));
  }

  /// Files: a list of targets, or targets with their sources.
  List<FileEntry> files(Node node, String bundle, SystemFilter usual) {
    List<FileEntry> entries = new ArrayList<>();
    if (!(node instanceof MappingNode)) {
      String what = bundle + ": a file";
      for (Node item : reader.items(node, bundle + ": files").orElse(List.of())) {
        paths
            .target(item, what)
            .ifPresent(target -> entries.add(file(target, paths.usualFile(target, item), usual)));
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
      return paths
          .path(item.value(), what)
          .map(path -> file(target, paths.file(path, item.value()), usual));
    }
    Optional<String> source = Optional.empty();
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
            source = templateSource(entry.value(), target, key, item.keyNode());
          } else {
            source = source(entry.value(), key);
          }
        }
        case "mode" -> mode = fields.mode(entry.value(), key);
        case "line-ends" -> lineEnds = fields.lineEnds(entry.value(), key);
        case "secret" -> secret = reader.truth(entry.value(), key);
        case "only" -> only = fields.only(entry.value(), key, usual);
        default -> owner = fields.owner(entry.value(), key);
      }
    }
    if (!named) {
      source = Optional.of(paths.usualFile(target, item.keyNode()));
    }
    if (source.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new FileEntry(target, source.get(), mode, owner, text, lineEnds, secret, only));
  }

  private Optional<String> source(Node node, String what) {
    return paths.path(node, what).map(path -> paths.file(path, node));
  }

  private Optional<String> templateSource(Node node, String target, String what, Node targetNode) {
    if (!(node instanceof MappingNode)) {
      return source(node, what);
    }
    for (Entry entry : reader.entries(node, what, TEMPLATE_KEYS)) {
      if (entry.key().equals("source")) {
        return source(entry.value(), what + ": source");
      }
    }
    return Optional.of(paths.usualFile(target, targetNode));
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
      List<Node> items =
          YamlReader.isText(entry.value())
              ? List.of(entry.value())
              : reader.items(entry.value(), what + ": if-changed").orElse(List.of());
      items.forEach(item -> paths.target(item, what + ": if-changed").ifPresent(targets::add));
      if (entry.value() instanceof SequenceNode && items.isEmpty()) {
        reader.problem(
            entry.value(), what + ": if-changed names no target", "write 'run: if-changed'");
      }
    }
    return new RunRule.IfChanged(targets);
  }
}
