package dev.provision.domain.template;

/// A format spec: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.
///
/// The syntax is that of all Python's types; most of it is an error for text, and is told only
/// after the syntax has been found right.
///
/// @param fill code point to pad with
/// @param align `<`, `>`, `^` or `=`
/// @param sign `+`, `-` or blank; 0 where there is none
/// @param zeroCoercion whether there was a `z`
/// @param alternate whether there was a `#`
/// @param width at least so many code points, or [#UNSET]
/// @param precision at most so many code points of the value, or [#UNSET]
record FormatSpec(
    int fill,
    char align,
    char sign,
    boolean zeroCoercion,
    boolean alternate,
    long width,
    long precision) {
  static final long UNSET = -1;
  static final FormatSpec NONE = new FormatSpec(' ', '<', '\0', false, false, UNSET, UNSET);

  /// Reads a spec for text.
  ///
  /// @throws TemplateException if it is malformed or its type is not `s`
  static FormatSpec parse(String spec, TextPosition position) throws TemplateException {
    return spec.isEmpty() ? NONE : new FormatSpecParser(spec, position).parse();
  }

  /// The value, cut and padded.
  ///
  /// @throws TemplateException if the spec asks for what only numbers can do, or for a width beyond
  ///   [FormatString#MAX_WIDTH]
  String apply(String value, TextPosition position) throws TemplateException {
    refuseWhatIsForNumbers(position);
    String cut =
        precision == UNSET ? value : value.substring(0, CodePoints.prefix(value, precision));
    long padding = CodePoints.missing(cut, width);
    if (padding == 0) {
      return cut;
    }
    if (width > FormatString.MAX_WIDTH) {
      throw position.error(
          "width " + width + " is too large; the limit is " + FormatString.MAX_WIDTH);
    }
    int before =
        switch (align) {
          case '>' -> (int) padding;
          case '^' -> (int) padding / 2;
          default -> 0;
        };
    String filler = Character.toString(fill);
    return filler.repeat(before) + cut + filler.repeat((int) padding - before);
  }

  private void refuseWhatIsForNumbers(TextPosition position) throws TemplateException {
    String suffix = " not allowed in string format specifier: that is for numbers";
    if (sign != '\0') {
      throw position.error((sign == ' ' ? "space" : "sign") + suffix);
    }
    if (zeroCoercion) {
      throw position.error("negative zero coercion (z)" + suffix);
    }
    if (alternate) {
      throw position.error("alternate form (#)" + suffix);
    }
    if (align == '=') {
      throw position.error("'=' alignment" + suffix);
    }
  }

  /// A character as CPython's messages show it: itself, or `\x` and its code point where it is not
  /// visible ASCII.
  static String shown(int c) {
    return c > ' ' && c < 0x7f ? Character.toString(c) : "\\x" + Integer.toHexString(c);
  }
}
