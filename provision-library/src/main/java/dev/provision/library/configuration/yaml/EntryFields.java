package dev.provision.library.configuration.yaml;

import dev.provision.domain.bundle.LineEnds;
import dev.provision.domain.bundle.SystemFilter;
import dev.provision.domain.variable.VariableValue;
import dev.provision.library.configuration.draft.Durations;
import dev.provision.library.configuration.yaml.YamlReader.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads what several kinds of entries of a bundle have. Tested by `ProvisionYamlTest` and
/// `BundleStepsYamlTest`.
///
/// @param texts reads texts that may hold references to secrets
public record EntryFields(YamlReader reader, YamlTexts texts) {
  public static final List<String> ONLY_KEYS = List.of("os", "architecture");

  private static final Map<String, LineEnds> LINE_ENDS =
      Map.of("unix", LineEnds.UNIX, "keep", LineEnds.KEEP);

  /// On which nodes something is applied.
  ///
  /// @param usual what its step says, which counts where this says nothing else
  SystemFilter only(Node node, String what, SystemFilter usual) {
    List<String> systems = usual.systems();
    List<String> architectures = usual.architectures();
    List<Entry> entries = reader.entries(node, what, ONLY_KEYS);
    if (node instanceof MappingNode mapping && mapping.getValue().isEmpty()) {
      reader.problem(node, what + " names no system", "name one: only: {os: debian}, or omit it");
    }
    for (Entry entry : entries) {
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
    if (node instanceof SequenceNode && nodes.isEmpty()) {
      reader.problem(node, what + " names nothing", "name one, such as debian, or omit the key");
    }
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

  /// How long something may take.
  Optional<Duration> duration(Node node, String what) {
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

  /// What is done about line ends.
  LineEnds lineEnds(Node node, String what) {
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

  /// Permission bits.
  Optional<Integer> mode(Node node, String what) {
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

  /// Environment variables of a script.
  Map<String, VariableValue> variables(Node node, String what) {
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
