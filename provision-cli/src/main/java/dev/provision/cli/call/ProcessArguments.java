package dev.provision.cli.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The command line's words, as the launcher hands them over: in the environment, which only this
/// user can read. What the process list and a crash file of Java's show has no values of options
/// that may be secret; see docs/adr/0047.
final class ProcessArguments {
  private static final String COUNT = "PROVISION_ARGUMENTS";
  private static final String ONE = "PROVISION_ARGUMENT_";

  private ProcessArguments() {}

  /// The words that the user gave.
  ///
  /// @param shown what Java was started with, which are the words where no launcher has started it
  static List<String> of(Map<String, String> environment, String... shown) {
    String count = environment.get(COUNT);
    if (count == null) {
      return List.of(shown);
    }
    List<String> words = new ArrayList<>();
    for (int number = 1; number <= Integer.parseInt(count); number++) {
      words.add(environment.getOrDefault(ONE + number, ""));
    }
    return words;
  }

  /// The environment as it is for anybody else.
  static Map<String, String> without(Map<String, String> environment) {
    Map<String, String> rest = new TreeMap<>(environment);
    rest.keySet().removeIf(name -> name.equals(COUNT) || name.startsWith(ONE));
    return rest;
  }
}
