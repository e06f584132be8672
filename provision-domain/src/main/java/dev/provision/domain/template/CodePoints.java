package dev.provision.domain.template;

/// Counts as Python counts: in code points, where Java counts UTF-16 units.
final class CodePoints {
  private CodePoints() {}

  /// Where the first `count` code points of a text end; its length, where it has no more.
  static int prefix(String text, long count) {
    if (count >= text.length()) {
      return text.length();
    }
    int at = 0;
    for (long left = count; left > 0 && at < text.length(); left--) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  /// How many code points a text lacks to have `width` of them; 0 where it has enough.
  static long missing(String text, long width) {
    // No need to count a text that has enough of them even if all were surrogate pairs.
    return width <= text.length() / 2
        ? 0
        : Math.max(0, width - text.codePointCount(0, text.length()));
  }
}
