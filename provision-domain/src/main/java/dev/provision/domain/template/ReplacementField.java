package dev.provision.domain.template;

/// `{name!conversion:spec}` as it stands in the text; all positions are offsets in it.
///
/// Tested by `FormatStringTest`, `FormatStringErrorsTest` and `RecordedTemplateCasesTest`.
///
/// @param start of the opening brace
/// @param nameStart where the name starts
/// @param nameEnd behind the name
/// @param conversion the code point behind `!`, or [#NO_CONVERSION]
/// @param specStart where the format spec starts
/// @param specEnd behind the spec
/// @param specHasFields whether a brace opens in the spec, which then is a format string itself
/// @param end behind the closing brace
record ReplacementField(
    int start,
    int nameStart,
    int nameEnd,
    int conversion,
    int specStart,
    int specEnd,
    boolean specHasFields,
    int end) {
  /// CPython takes a NUL behind `!` for no conversion as well.
  static final int NO_CONVERSION = 0;

  /// Reads the field that opens at `start` and may reach up to `limit`.
  static ReplacementField parse(String text, int start, int limit) throws TemplateException {
    TextPosition position = new TextPosition(text, start);
    int nameEnd = nameEnd(text, start + 1, limit, position);
    if (text.charAt(nameEnd) == '}') {
      return bare(start, nameEnd, NO_CONVERSION, nameEnd);
    }
    if (text.charAt(nameEnd) == ':') {
      return withSpec(text, start, nameEnd, NO_CONVERSION, nameEnd + 1, limit);
    }
    if (nameEnd + 1 == limit) {
      throw position.error("end of string while looking for conversion specifier" + unclosed());
    }
    int conversion = text.codePointAt(nameEnd + 1);
    int next = nameEnd + 1 + Character.charCount(conversion);
    if (next < limit && text.charAt(next) == '}') {
      return bare(start, nameEnd, conversion, next);
    }
    if (next < limit && text.charAt(next) != ':') {
      throw position.error("expected ':' after conversion specifier, or the closing '}'");
    }
    return withSpec(text, start, nameEnd, conversion, Math.min(next + 1, limit), limit);
  }

  /// Where a name ends: at the first `}`, `:` or `!` that is not in square brackets.
  private static int nameEnd(String text, int start, int limit, TextPosition position)
      throws TemplateException {
    for (int at = start; at < limit; at++) {
      switch (text.charAt(at)) {
        case '{' ->
            throw position.error(
                "unexpected '{' in field name; write '{{' and '}}' for literal braces");
        case '}', ':', '!' -> {
          return at;
        }
        case '[' -> at = closingBracket(text, at + 1, limit) - 1;
        default -> {}
      }
    }
    throw position.error("expected '}' before end of string" + unclosed());
  }

  private static int closingBracket(String text, int start, int limit) {
    int at = start;
    while (at < limit && text.charAt(at) != ']') {
      at++;
    }
    return at;
  }

  private static ReplacementField withSpec(
      String text, int start, int nameEnd, int conversion, int specStart, int limit)
      throws TemplateException {
    boolean hasFields = false;
    int open = 1;
    for (int at = specStart; at < limit; at++) {
      char c = text.charAt(at);
      if (c == '{') {
        hasFields = true;
        open++;
      } else if (c == '}' && --open == 0) {
        return new ReplacementField(
            start, start + 1, nameEnd, conversion, specStart, at, hasFields, at + 1);
      }
    }
    throw new TextPosition(text, start).error("unmatched '{' in format spec" + unclosed());
  }

  private static ReplacementField bare(int start, int nameEnd, int conversion, int close) {
    return new ReplacementField(
        start, start + 1, nameEnd, conversion, close, close, false, close + 1);
  }

  private static String unclosed() {
    return ": this field is never closed; write '{{' for a literal brace";
  }
}
