package dev.provision.domain.template;

import java.util.Optional;

/// The marker that makes a script a template: `#.+provision-template-type:\W*([\w-]+)`.
///
/// Searched by hand, because Java's `.` and `\w` differ from Python's: there `.` is anything but a
/// line feed, and `\w` is any letter or number of Unicode 14, or `_`. Takes time in proportion to
/// the text.
///
/// @param type what the group matched
/// @param offset where it starts
record TemplateMarker(String type, int offset) {
  private static final String KEY = "provision-template-type:";

  /// The first match in a text.
  static Optional<TemplateMarker> find(String text) {
    int end = text.length();
    for (int start = 0; start <= end; start = lineEnd(text, start) + 1) {
      String line = text.substring(start, lineEnd(text, start));
      int hash = line.indexOf('#');
      // The greedy `.+` tries the last key of a line first, and needs a character of its own.
      int key = hash < 0 ? -1 : line.lastIndexOf(KEY);
      while (key >= hash + 2 && hash >= 0) {
        Optional<TemplateMarker> marker = typeFrom(text, start + key + KEY.length());
        if (marker.isPresent()) {
          return marker;
        }
        key = line.lastIndexOf(KEY, key - 1);
      }
    }
    return Optional.empty();
  }

  /// The template that the type asks for.
  ///
  /// @throws TemplateException if it asks for none of ours
  Template template(String text) throws TemplateException {
    return switch (type) {
      case Template.FORMAT_STRING -> new FormatString(text);
      case Template.TEMPLATE_STRING -> new TemplateString(text);
      default ->
          throw new TextPosition(text, offset)
              .error(
                  "unknown template type "
                      + QuotedText.of(type)
                      + "; valid: 'format-string' and 'template-string'");
    };
  }

  /// `\W*([\w-]+)`. A hyphen is no word character: the greedy `\W*` gives one back only where the
  /// text ends before any word does.
  private static Optional<TemplateMarker> typeFrom(String text, int from) {
    int hyphen = -1;
    for (int at = from; at < text.length(); ) {
      int c = text.codePointAt(at);
      if (PythonUnicode.isWord(c)) {
        return Optional.of(new TemplateMarker(text.substring(at, typeEnd(text, at)), at));
      }
      if (c == '-') {
        hyphen = at;
      }
      at += Character.charCount(c);
    }
    return hyphen < 0 ? Optional.empty() : Optional.of(new TemplateMarker("-", hyphen));
  }

  private static int typeEnd(String text, int start) {
    int at = start;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (c != '-' && !PythonUnicode.isWord(c)) {
        break;
      }
      at += Character.charCount(c);
    }
    return at;
  }

  private static int lineEnd(String text, int start) {
    int end = text.indexOf('\n', start);
    return end < 0 ? text.length() : end;
  }
}
