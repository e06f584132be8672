package dev.provision.library.configuration.yaml;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Reads YAML nodes as what they should be, and notes a problem with line and column where they are
/// something else; then it goes on, so that all problems come out at once.
///
/// Tested by `ProvisionYamlProblemsTest` and `SchemaTest`.
final class YamlReader {
  private final String shown;
  private final Consumer<Problem> problems;
  private final boolean onePlace;

  /// @param shown the file as messages name it
  YamlReader(String shown, Consumer<Problem> problems) {
    this(shown, problems, false);
  }

  private YamlReader(String shown, Consumer<Problem> problems, boolean onePlace) {
    this.shown = shown;
    this.problems = problems;
    this.onePlace = onePlace;
  }

  /// Reads what a program wrote, whose lines nobody can look at.
  ///
  /// @param place where the program wrote it, for every problem
  static YamlReader at(String place, Consumer<Problem> problems) {
    return new YamlReader(place, problems, true);
  }

  /// An entry of a mapping.
  record Entry(String key, Node keyNode, Node value) {}

  /// The document in a text; empty if there is none, or if it is no YAML.
  Optional<Node> parse(String text) {
    // Keys that are no scalars are allowed here, so that they are named with their place later.
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(shown)
            .setSchema(new CoreSchema())
            .setAllowNonScalarKeys(true)
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .build();
    try {
      YamlComposer composer = new YamlComposer(settings, text);
      return composer
          .getSingleNode()
          .filter(node -> !isEmpty(node))
          .filter(node -> isBounded(composer, node));
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      String place = mark.map(this::where).orElse(shown);
      problems.accept(malformed(place, String.valueOf(e.getProblem())));
    } catch (YamlEngineException e) {
      problems.accept(malformed(shown, String.valueOf(e.getMessage())));
    } catch (StackOverflowError _) {
      // The parser calls itself at each bracket, and has no limit of its own.
      problems.accept(malformed(shown, "it is nested too deeply"));
    }
    return Optional.empty();
  }

  private boolean isBounded(YamlComposer composer, Node document) {
    Optional<YamlExpansion.Fault> fault = composer.fault().or(() -> YamlExpansion.fault(document));
    fault.ifPresent(it -> problem(it.node(), it.what(), it.next()));
    return fault.isEmpty();
  }

  private static Problem malformed(String place, String why) {
    Problem problem = Problem.at(place, "this is not YAML: " + why);
    return why.contains("TAB") || why.contains("'\\t'")
        ? problem.next("indent with spaces; YAML does not allow tabs there")
        : problem.next(
            "check the indentation here and on the line above, and look for a missing quote,"
                + " bracket, or space after a colon");
  }

  /// `FILE:LINE:COLUMN`, counted from 1.
  String where(Node node) {
    return node.getStartMark().map(this::where).orElse(shown);
  }

  private String where(Mark mark) {
    return onePlace ? shown : shown + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  void problem(Node node, String what) {
    problems.accept(Problem.at(where(node), what));
  }

  void problem(Node node, String what, String next) {
    problems.accept(Problem.at(where(node), what).next(next));
  }

  /// The entries of a mapping whose keys may be anything, none twice.
  List<Entry> entries(Node node, String what) {
    if (!(node instanceof MappingNode mapping)) {
      unexpected(node, what, "a mapping");
      return List.of();
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node keyNode = tuple.getKeyNode();
      if (!(keyNode instanceof ScalarNode scalar) || isNull(keyNode)) {
        problem(keyNode, what + ": a key must be a string, not " + found(keyNode));
        continue;
      }
      Entry entry = new Entry(scalar.getValue(), keyNode, tuple.getValueNode());
      Entry earlier = entries.putIfAbsent(entry.key(), entry);
      if (earlier != null) {
        problem(
            keyNode,
            "'%s' appears twice, first at %s".formatted(entry.key(), where(earlier.keyNode())),
            "keep one of them");
      }
    }
    return List.copyOf(entries.values());
  }

  /// The entries of a mapping that may have these keys only.
  List<Entry> entries(Node node, String what, Collection<String> keys) {
    return entries(node, what, keys, Optional.empty());
  }

  /// The entries of a mapping that may have these keys only, and others that begin with a prefix,
  /// which are passed over.
  List<Entry> entries(Node node, String what, Collection<String> keys, String ignoredPrefix) {
    return entries(node, what, keys, Optional.of(ignoredPrefix));
  }

  private List<Entry> entries(
      Node node, String what, Collection<String> keys, Optional<String> ignoredPrefix) {
    List<Entry> known = new ArrayList<>();
    for (Entry entry : entries(node, what)) {
      if (keys.contains(entry.key())) {
        known.add(entry);
      } else if (!ignoredPrefix.map(entry.key()::startsWith).orElse(false)) {
        problem(
            entry.keyNode(),
            what + ": unknown key '" + entry.key() + "'",
            NearNames.advice(entry.key(), keys));
      }
    }
    return known;
  }

  /// The entries of a mapping that is read, and complained about, elsewhere.
  List<Entry> quietEntries(MappingNode mapping) {
    List<Entry> entries = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode scalar) {
        entries.add(new Entry(scalar.getValue(), scalar, tuple.getValueNode()));
      }
    }
    return entries;
  }

  /// The items of a list.
  Optional<List<Node>> items(Node node, String what) {
    if (node instanceof SequenceNode sequence) {
      return Optional.of(sequence.getValue());
    }
    unexpected(node, what, "a list, such as [a, b]");
    return Optional.empty();
  }

  /// A text; a number or a truth value must be quoted.
  Optional<String> text(Node node, String what) {
    if (node instanceof ScalarNode scalar && !isNull(node)) {
      if (isText(scalar)) {
        return withoutNul(scalar, what);
      }
      problem(
          node,
          "%s: expected a string, found %s".formatted(what, found(node)),
          "put it in quotes: \"" + scalar.getValue() + "\"");
      return Optional.empty();
    }
    unexpected(node, what, "a string");
    return Optional.empty();
  }

  /// A text, a number or a truth value: as it is written.
  Optional<String> scalar(Node node, String what) {
    if (node instanceof ScalarNode scalar && !isNull(node)) {
      return withoutNul(scalar, what);
    }
    unexpected(node, what, "a string or a number");
    return Optional.empty();
  }

  /// `true` or `false`.
  boolean truth(Node node, String what) {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      return scalar.getValue().equalsIgnoreCase("true");
    }
    unexpected(node, what, "true or false");
    return false;
  }

  /// One of several words.
  <T> Optional<T> choice(Node node, String what, Map<String, T> choices) {
    Optional<String> text = text(node, what);
    Optional<T> chosen = text.flatMap(word -> Optional.ofNullable(choices.get(word)));
    if (text.isPresent() && chosen.isEmpty()) {
      problem(
          node,
          "%s: there is no '%s'".formatted(what, text.get()),
          NearNames.choice(text.get(), choices.keySet()));
    }
    return chosen;
  }

  /// No path, argument or environment variable can hold a NUL.
  private Optional<String> withoutNul(ScalarNode scalar, String what) {
    if (scalar.getValue().indexOf('\0') < 0) {
      return Optional.of(scalar.getValue());
    }
    problem(scalar, what + ": expected a string without NUL");
    return Optional.empty();
  }

  /// Notes that a node is not what it should be.
  void unexpected(Node node, String what, String expected) {
    problem(node, "%s: expected %s, found %s".formatted(what, expected, found(node)));
  }

  static boolean isText(Node node) {
    return node instanceof ScalarNode && node.getTag().equals(Tag.STR);
  }

  /// Whether the value was written as `null` or `~`, not just left out.
  static boolean isWrittenNull(Node node) {
    return isNull(node) && !isEmpty(node);
  }

  /// Whether the value is `null`, or left out.
  static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static boolean isEmpty(Node node) {
    return isNull(node) && node instanceof ScalarNode scalar && scalar.getValue().isEmpty();
  }

  private static String found(Node node) {
    return switch (node) {
      case MappingNode _ -> "a mapping";
      case SequenceNode _ -> "a list";
      case ScalarNode scalar when isEmpty(scalar) -> "nothing";
      case ScalarNode scalar when isNull(scalar) -> "null";
      // Never the text itself: it may be a secret in the wrong place.
      case ScalarNode scalar when isText(scalar) -> "a string";
      case ScalarNode scalar when scalar.getTag().equals(Tag.BOOL) ->
          "the truth value " + scalar.getValue();
      case ScalarNode scalar
          when scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT) ->
          "the number " + scalar.getValue();
      case ScalarNode scalar -> "a value of type " + scalar.getTag();
      default -> "something else";
    };
  }
}
