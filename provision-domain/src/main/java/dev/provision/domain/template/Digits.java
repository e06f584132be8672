package dev.provision.domain.template;

/// The decimal digits, of any script, at a position.
///
/// @param value their value; 0 where there are none
/// @param end behind the last one
record Digits(long value, int end) {
  /// Reads as many digits as there are.
  ///
  /// @throws TemplateException if they mean more than 2⁶³-1
  static Digits read(String text, int start, TextPosition position) throws TemplateException {
    long value = 0;
    int at = start;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      int digit = PythonUnicode.decimal(c);
      if (digit < 0) {
        break;
      }
      if (value > (Long.MAX_VALUE - digit) / 10) {
        throw position.error("too many decimal digits in format string");
      }
      value = value * 10 + digit;
      at += Character.charCount(c);
    }
    return new Digits(value, at);
  }

  /// Whether these digits, read from its start, are all there is of a text.
  boolean fill(String text) {
    return !text.isEmpty() && end == text.length();
  }
}
