package dev.provision.library.configuration.yaml;

import dev.provision.library.configuration.yaml.YamlReader.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// What an entry does to a list: `[a]` as is usual for it, `{add: [a]}`, `{replace: [a]}`, or
/// `null`, which empties it.
///
/// @param kind what happens to the values so far
/// @param values the new values
record ListChange(Kind kind, List<Value> values) {
  /// A text and where it is.
  record Value(String text, String where) {}

  /// What happens to the values so far.
  enum Kind {
    ADD,
    REPLACE
  }

  List<String> texts() {
    return values.stream().map(Value::text).toList();
  }

  /// Reads an entry; `null` if it is none of these, which has been noted.
  static @Nullable ListChange read(YamlReader reader, Entry entry, Kind usual) {
    if (YamlReader.isWrittenNull(entry.value())) {
      return new ListChange(Kind.REPLACE, List.of());
    }
    if (!(entry.value() instanceof MappingNode)) {
      return of(reader, entry.key(), usual, entry.value());
    }
    List<Entry> change = reader.entries(entry.value(), entry.key(), List.of("add", "replace"));
    if (change.size() != 1) {
      // One key too many, or none at all; a wrong one has been noted already.
      if (change.size() > 1 || isEmpty(entry.value())) {
        reader.problem(
            entry.value(), entry.key() + ": expected a list, {add: [a, b]} or {replace: [a, b]}");
      }
      return null;
    }
    Entry only = change.getFirst();
    Kind kind = only.key().equals("add") ? Kind.ADD : Kind.REPLACE;
    return of(reader, entry.key(), kind, only.value());
  }

  private static boolean isEmpty(Node node) {
    return node instanceof MappingNode mapping && mapping.getValue().isEmpty();
  }

  private static @Nullable ListChange of(YamlReader reader, String what, Kind kind, Node list) {
    Optional<List<Node>> items = reader.items(list, what);
    if (items.isEmpty()) {
      return null;
    }
    List<Value> values = new ArrayList<>();
    for (Node item : items.get()) {
      reader.text(item, what).ifPresent(text -> values.add(new Value(text, reader.where(item))));
    }
    return new ListChange(kind, values);
  }
}
