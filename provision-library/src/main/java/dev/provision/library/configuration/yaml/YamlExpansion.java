package dev.provision.library.configuration.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// How much a document is once each of its anchors stands where it is used. A short file can be
/// billions of entries that way, so it is the size that has a limit, not how often anchors are
/// used.
///
/// Tested by `YamlAnchorsTest`.
final class YamlExpansion {
  /// More than any configuration written by hand or by a program.
  static final long MOST = 10_000_000;

  /// The same for as deep as anything is read, which takes memory.
  static final long MOST_READ = 250_000;

  /// How deep that is: `bundles`, a bundle, `scripts`, a script, `environment`, a variable.
  private static final int READ_DEPTH = 8;

  private final IdentityHashMap<Node, Long> sizes = new IdentityHashMap<>();
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Node> faults = new ArrayList<>();

  private YamlExpansion() {}

  /// What is wrong with a document, and where.
  record Fault(Node node, String what, String next) {}

  /// Looks for an anchor that holds itself, and for too much.
  static Optional<Fault> fault(Node document) {
    YamlExpansion expansion = new YamlExpansion();
    long size = expansion.size(document);
    if (!expansion.faults.isEmpty()) {
      return Optional.of(cycle(expansion.faults.getFirst()));
    }
    if (size > MOST) {
      return Optional.of(tooMuch(expansion.innermost(document), MOST));
    }
    return read(document, READ_DEPTH) > MOST_READ
        ? Optional.of(tooMuch(largest(document), MOST_READ))
        : Optional.empty();
  }

  /// That an anchor holds itself.
  static Fault cycle(Node node) {
    return new Fault(
        node, "this anchor is used within itself", "replace the alias with its content");
  }

  /// That a document is too much.
  static Fault tooMuch(Node node, long most) {
    return new Fault(
        node,
        "with all aliases replaced, this has more than %s entries".formatted(most),
        "use fewer nested anchors");
  }

  /// The entries to some depth; no more than a little beyond the limit are counted.
  private static long read(Node node, int depth) {
    long count = 1;
    if (depth > 0) {
      for (Node child : children(node)) {
        count += read(child, depth - 1);
        if (count > MOST_READ) {
          break;
        }
      }
    }
    return count;
  }

  /// The entry of the document that adds most.
  private static Node largest(Node document) {
    return children(document).stream()
        .max(Comparator.comparingLong(child -> read(child, READ_DEPTH - 1)))
        .orElse(document);
  }

  /// The entries below a node and itself; at most a little more than the limit is counted.
  private long size(Node node) {
    Long known = sizes.get(node);
    if (known != null) {
      return known;
    }
    if (!open.add(node)) {
      faults.add(node);
      return 0;
    }
    long size = 1;
    for (Node child : children(node)) {
      size = Math.min(MOST + 1, size + size(child));
    }
    open.remove(node);
    sizes.put(node, size);
    return size;
  }

  /// The smallest part that is too much on its own: the place to look at.
  private Node innermost(Node node) {
    return children(node).stream()
        .filter(child -> size(child) > MOST)
        .findFirst()
        .map(this::innermost)
        .orElse(node);
  }

  private static List<Node> children(Node node) {
    return switch (node) {
      case SequenceNode sequence -> sequence.getValue();
      case MappingNode mapping -> {
        List<Node> children = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
          children.add(tuple.getKeyNode());
          children.add(tuple.getValueNode());
        }
        yield children;
      }
      default -> List.of();
    };
  }
}
