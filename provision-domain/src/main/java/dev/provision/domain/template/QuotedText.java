package dev.provision.domain.template;

/// A piece of somebody's text, as a message shows it: in quotes, on one line, never very long.
final class QuotedText {
  private static final int SHOWN = 60;

  private QuotedText() {}

  /// The start of the text, as Python's `repr` writes it.
  static String of(String text) {
    String cut = cut(text);
    return PythonRepr.of(cut) + (cut.length() < text.length() ? "..." : "");
  }

  /// At most 60 code points of the text.
  static String cut(String text) {
    return text.substring(0, CodePoints.prefix(text, SHOWN));
  }
}
