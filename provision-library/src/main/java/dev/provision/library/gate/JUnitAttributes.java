package dev.provision.library.gate;

import dev.provision.library.gate.JUnitXml.Node;
import dev.provision.library.gate.JUnitXml.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What the attributes of a suite or a case may be. Each name that a tool gives to something that
/// decides nothing is listed, and each word for a good end: anything else may be a failure in words
/// of its own.
///
/// Tested by `JUnitGateTest`.
final class JUnitAttributes {
  /// Names of attributes for the state of a suite or a case.
  static final List<String> STATES = List.of("status", "result", "outcome", "state");

  /// Names of counts of tests that did not run, which are disjoint where a suite has several.
  static final List<String> IDLE_COUNTS =
      List.of(
          "skipped",
          "skips",
          "skip",
          "disabled",
          "ignored",
          "pending",
          "notrun",
          "not-run",
          "suppressed",
          "todo");

  private static final Set<String> GOOD =
      Set.of("run", "completed", "passed", "pass", "ok", "success", "successful", "succeeded");

  private static final Set<String> NOT_RUN =
      Set.of("notrun", "disabled", "suppressed", "skipped", "skip", "ignored", "pending", "todo");

  /// Attributes that are a yes or a no, and which of them is good.
  private static final Map<String, String> ANSWERS =
      Map.of("success", "true", "passed", "true", "executed", "true", "failed", "false");

  /// What says where, when and with what a test ran, in suites and cases, whatever its value is.
  private static final Set<String> REMARKS =
      Set.of(
          "assertions",
          "asserts",
          "class",
          "classname",
          "duration",
          "feature",
          "file",
          "filepath",
          "group",
          "groups",
          "hostname",
          "id",
          "line",
          "lineno",
          "log",
          "name",
          "package",
          "time",
          "timestamp",
          "type_param",
          "url",
          "uuid",
          "value_param",
          "version");

  /// What only suites have: the counts that are compared with the cases, and more remarks.
  private static final Set<String> OF_SUITES =
      Set.of(
          "tests",
          "failures",
          "errors",
          "flakes",
          "category",
          "fullPackage",
          "subpackage",
          "port",
          "random_seed",
          "seed");

  /// Counts of what did not pass. They must be 0: what some tools call so, others list as a case
  /// that passed.
  private static final Set<String> BAD_COUNTS =
      Set.of(
          "failed",
          "failure",
          "failures",
          "error",
          "errors",
          "warnings",
          "aborted",
          "crashed",
          "timeouts",
          "broken",
          "inconclusive",
          "incomplete",
          "interrupted",
          "unknown",
          "invalid",
          "risky",
          "useless");

  private static final int SHOWN = 80;

  private JUnitAttributes() {}

  /// Why the attributes of a suite or a case are not known to be good; empty if they are.
  static List<String> objections(Node node) {
    List<String> objections = new ArrayList<>();
    node.attributes()
        .forEach(
            (name, value) -> {
              if (!isGood(node, name, value)) {
                objections.add(objection(name, shown(value)));
              }
            });
    return objections;
  }

  /// Whether one of the states says that a test did not run.
  static boolean isIdle(Node node) {
    return STATES.stream()
        .anyMatch(name -> NOT_RUN.contains(word(node.attribute(name).orElse(""))));
  }

  private static boolean isGood(Node node, String name, String value) {
    if (REMARKS.contains(name)) {
      return true;
    }
    if (STATES.contains(name)) {
      return GOOD.contains(word(value)) || NOT_RUN.contains(word(value));
    }
    boolean isSuite = node instanceof Suite;
    if (isSuite && (OF_SUITES.contains(name) || IDLE_COUNTS.contains(name))) {
      return true;
    }
    return word(value).equals(ANSWERS.get(name))
        || (BAD_COUNTS.contains(name) && value.strip().equals("0"));
  }

  private static String objection(String name, String value) {
    if (STATES.contains(name)) {
      return "its %s is '%s'".formatted(name, value);
    }
    if (BAD_COUNTS.contains(name) && JUnitXml.isWhole(value)) {
      return "it reports %s: %s".formatted(name, value);
    }
    return "its attribute %s is '%s', which is not known to mean success".formatted(name, value);
  }

  private static String word(String value) {
    return value.strip().toLowerCase(Locale.ROOT);
  }

  private static String shown(String value) {
    String line = value.strip().lines().findFirst().orElse("");
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }
}
