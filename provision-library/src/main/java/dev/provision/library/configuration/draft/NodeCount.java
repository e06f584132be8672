package dev.provision.library.configuration.draft;

import java.util.Optional;

/// Numbers of nodes: `0` to `999999`.
public final class NodeCount {
  private static final int MOST_DIGITS = 6;

  private NodeCount() {}

  /// Empty if the text is none.
  public static Optional<Integer> parse(String text) {
    boolean number =
        !text.isEmpty()
            && text.length() <= MOST_DIGITS
            && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    return number ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }

  /// Why a text is none.
  static String refusal(String text) {
    return "'" + text + "' is not a number of nodes from 0 to 999999";
  }
}
