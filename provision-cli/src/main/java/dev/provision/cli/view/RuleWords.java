package dev.provision.cli.view;

import dev.provision.domain.bundle.RunRule;
import dev.provision.domain.bundle.SystemFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Words for when, and on which nodes, a step of a bundle is carried out. Each begins with a comma,
/// or is empty.
final class RuleWords {
  private RuleWords() {}

  static String of(RunRule rule) {
    return switch (rule) {
      case RunRule.Always _ -> "";
      case RunRule.Once _ -> ", once";
      case RunRule.IfChanged(List<String> targets) ->
          targets.isEmpty() ? ", if changed" : ", if changed: " + String.join(", ", targets);
    };
  }

  /// How long the node may take to start again.
  static String ofRestart(Duration timeout) {
    return "restarts the node, and waits for at most " + HumanFormat.time(timeout);
  }

  static String of(SystemFilter only) {
    List<String> systems = new ArrayList<>(only.systems());
    systems.addAll(only.architectures());
    return systems.isEmpty() ? "" : ", only on " + String.join(", ", systems);
  }

  /// For programs.
  static void put(RunRule rule, Map<String, Object> fields) {
    switch (rule) {
      case RunRule.Always _ -> fields.put("run", "always");
      case RunRule.Once _ -> fields.put("run", "once");
      case RunRule.IfChanged(List<String> targets) -> {
        fields.put("run", "if-changed");
        fields.put("if_changed", targets);
      }
    }
  }

  /// For programs.
  static void put(SystemFilter only, Map<String, Object> fields) {
    if (!only.systems().isEmpty()) {
      fields.put("only_os", only.systems());
    }
    if (!only.architectures().isEmpty()) {
      fields.put("only_architecture", only.architectures());
    }
  }
}
