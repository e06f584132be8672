package dev.provision.domain.template;

import java.util.Locale;

/// Python's `repr()` and `ascii()` of a string.
final class PythonRepr {
  private PythonRepr() {}

  /// `repr(text)`: in single quotes, or in double ones where that saves escapes.
  static String of(String text) {
    return quote(text, false);
  }

  /// `ascii(text)`: the same with everything beyond ASCII escaped.
  static String ascii(String text) {
    return quote(text, true);
  }

  private static String quote(String text, boolean ascii) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder out = new StringBuilder(text.length() + 2).append(quote);
    text.codePoints().forEach(c -> append(out, c, quote, ascii));
    return out.append(quote).toString();
  }

  private static void append(StringBuilder out, int c, char quote, boolean ascii) {
    switch (c) {
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (PythonUnicode.isPrintable(c) && (c < 0x80 || !ascii)) {
          out.appendCodePoint(c);
        } else {
          out.append(escape(c));
        }
      }
    }
  }

  private static String escape(int c) {
    if (c <= 0xff) {
      return String.format(Locale.ROOT, "\\x%02x", c);
    }
    return (c <= 0xffff ? "\\u%04x" : "\\U%08x").formatted(c);
  }
}
