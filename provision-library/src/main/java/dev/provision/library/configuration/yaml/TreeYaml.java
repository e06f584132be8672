package dev.provision.library.configuration.yaml;

import dev.provision.domain.bundle.SystemFilter;
import dev.provision.domain.bundle.TreeEntry;
import dev.provision.library.configuration.yaml.YamlReader.Entry;
import dev.provision.ports.step.PathPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads the directories of a bundle of `provision.yaml`. Tested by `BundleStepsYamlTest`.
///
/// @param paths reads sources and targets
/// @param fields reads what several kinds of entries have
public record TreeYaml(YamlReader reader, EntryPaths paths, EntryFields fields) {
  public static final List<String> KEYS =
      List.of("source", "exclude", "delete", "links", "owner", "only");

  private static final Map<String, Boolean> LINKS = Map.of("keep", true, "refuse", false);

  /// Targets with their sources.
  List<TreeEntry> read(Node node, String bundle, SystemFilter usual) {
    List<TreeEntry> trees = new ArrayList<>();
    for (Entry entry : reader.entries(node, bundle + ": directory")) {
      String what = bundle + ": directory '" + entry.key() + "'";
      String target = entry.key().replaceFirst("(?<=.)/+$", "");
      if (paths.isTarget(target, entry.keyNode(), what)) {
        tree(entry, target, what, usual).ifPresent(trees::add);
      }
    }
    return trees;
  }

  private Optional<TreeEntry> tree(Entry item, String target, String what, SystemFilter usual) {
    if (!(item.value() instanceof MappingNode)) {
      return source(item.value(), what)
          .map(
              source ->
                  new TreeEntry(target, source, List.of(), false, true, Optional.empty(), usual));
    }
    Optional<String> source = Optional.empty();
    boolean named = false;
    List<PathPattern> exclude = List.of();
    boolean delete = false;
    boolean links = true;
    Optional<String> owner = Optional.empty();
    SystemFilter only = usual;
    for (Entry entry : reader.entries(item.value(), what, KEYS)) {
      String key = what + ": " + entry.key();
      switch (entry.key()) {
        case "source" -> {
          named = true;
          source = source(entry.value(), key);
        }
        case "exclude" -> exclude = patterns(entry.value(), key);
        case "delete" -> delete = reader.truth(entry.value(), key);
        case "links" -> links = reader.choice(entry.value(), key, LINKS).orElse(true);
        case "owner" -> owner = fields.owner(entry.value(), key);
        default -> only = fields.only(entry.value(), key, usual);
      }
    }
    if (!named) {
      source = Optional.of(paths.usualFile(target, item.keyNode()));
    }
    if (source.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new TreeEntry(target, source.get(), exclude, delete, links, owner, only));
  }

  private Optional<String> source(Node node, String what) {
    return reader
        .text(node, what)
        .map(path -> path.replaceFirst("(?<=.)/+$", ""))
        .flatMap(
            path -> {
              if (path.isBlank()) {
                reader.problem(node, what + ": '" + path + "' does not name a directory");
                return Optional.empty();
              }
              return Optional.of(paths.file(path, node));
            });
  }

  private List<PathPattern> patterns(Node node, String what) {
    List<PathPattern> patterns = new ArrayList<>();
    for (Node item : reader.items(node, what).orElse(List.of())) {
      reader
          .text(item, what)
          .ifPresent(
              text -> {
                if (text.replace("/", "").isEmpty()) {
                  reader.problem(item, "%s: '%s' is not a pattern".formatted(what, text));
                } else {
                  patterns.add(new PathPattern(text));
                }
              });
    }
    return patterns;
  }
}
