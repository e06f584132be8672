package dev.provision.ports.cloud;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which of the nodes that are deployed together a node is, as its labels say it.
///
/// @param fleet the same for all of them, and for no others: 1 to 20 characters of `a-z0-9`
/// @param index from 1
/// @param count how many they are
public record FleetPlace(String fleet, int index, int count) {
  private static final String KEY = NodeRequest.LABEL_PREFIX + "place";
  private static final Pattern VALUE =
      Pattern.compile("([1-9][0-9]{0,8})-of-([1-9][0-9]{0,8})-([a-z0-9]{1,20})");

  /// Checks that a label can hold it.
  ///
  /// @throws IllegalArgumentException if it cannot
  public FleetPlace {
    if (!VALUE.matcher(value(fleet, index, count)).matches() || index > count) {
      throw new IllegalArgumentException("place " + value(fleet, index, count));
    }
  }

  /// The place among labels; empty if there is none that makes sense.
  public static Optional<FleetPlace> of(Map<String, String> labels) {
    return Optional.ofNullable(labels.get(KEY))
        .map(VALUE::matcher)
        .filter(Matcher::matches)
        .filter(text -> number(text, 1) <= number(text, 2))
        .map(text -> new FleetPlace(text.group(3), number(text, 1), number(text, 2)));
  }

  /// The labels of [NodeRequest#labels()] that say it.
  public Map<String, String> labels() {
    return Map.of(KEY, value(fleet, index, count));
  }

  private static String value(String fleet, int index, int count) {
    return index + "-of-" + count + "-" + fleet;
  }

  private static int number(Matcher text, int group) {
    return Integer.parseInt(text.group(group));
  }
}
