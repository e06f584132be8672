package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;

/// What is asked of everything that the program prints.
final class OutsideText {
  private OutsideText() {}

  /// Fails if what was printed holds a character that controls a terminal or hides text.
  static void assertShownSafely(Ended ended) {
    assertThat(ended.stdout().codePoints().filter(OutsideText::isUnsafe).toArray())
        .as(ended.toString())
        .isEmpty();
    String err = ended.stderr().replaceAll("(?m)^[ |]*\\t", ""); // a stack trace is indented by it
    assertThat(err.codePoints().filter(OutsideText::isUnsafe).toArray())
        .as(ended.toString())
        .isEmpty();
  }

  private static boolean isUnsafe(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL -> point != '\n';
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
