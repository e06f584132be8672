package dev.provision.domain.template;

/// Somewhere in a template.
///
/// @param text the whole template
/// @param offset in UTF-16 units, from 0 to the length
record TextPosition(String text, int offset) {
  /// An error at this place.
  TemplateException error(String reason) {
    int line = 1;
    int lineStart = 0;
    for (int end = text.indexOf('\n');
        end >= 0 && end < offset;
        end = text.indexOf('\n', lineStart)) {
      line++;
      lineStart = end + 1;
    }
    return new TemplateException(line, text.codePointCount(lineStart, offset) + 1, reason);
  }
}
