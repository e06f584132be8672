package dev.provision.domain.template;

/// Reads one format spec from left to right.
///
/// Tested by `FormatStringTest`, `FormatStringErrorsTest` and `RecordedTemplateCasesTest`.
final class FormatSpecParser {
  private final String spec;
  private final TextPosition position;
  private int at;

  FormatSpecParser(String spec, TextPosition position) {
    this.spec = spec;
    this.position = position;
  }

  FormatSpec parse() throws TemplateException {
    int fill = fill();
    boolean aligned = isAlign(at);
    char align = aligned ? spec.charAt(at++) : '<';
    char sign = isNext('+') || isNext('-') || isNext(' ') ? spec.charAt(at++) : '\0';
    boolean zeroCoercion = take('z');
    boolean alternate = take('#');
    // A zero in front of the width pads with zeros, unless a fill was given.
    if (fill < 0 && take('0')) {
      fill = '0';
    }
    long width = number();
    char grouping = grouping();
    long precision = precision();
    checkType(grouping);
    return new FormatSpec(
        fill < 0 ? ' ' : fill, align, sign, zeroCoercion, alternate, width, precision);
  }

  /// A code point that an alignment follows, or -1.
  private int fill() {
    if (spec.isEmpty()) {
      return -1;
    }
    int first = spec.codePointAt(0);
    if (!isAlign(Character.charCount(first))) {
      return -1;
    }
    at = Character.charCount(first);
    return first;
  }

  private boolean isAlign(int offset) {
    return offset < spec.length() && "<>=^".indexOf(spec.charAt(offset)) >= 0;
  }

  private long number() throws TemplateException {
    Digits digits = Digits.read(spec, at, position);
    boolean none = digits.end() == at;
    at = digits.end();
    return none ? FormatSpec.UNSET : digits.value();
  }

  private char grouping() throws TemplateException {
    boolean comma = take(',');
    boolean underscore = take('_');
    if (underscore && (comma || isNext(','))) {
      throw position.error("cannot specify both ',' and '_'; both are for numbers");
    }
    return comma ? ',' : underscore ? '_' : '\0';
  }

  private long precision() throws TemplateException {
    if (!take('.')) {
      return FormatSpec.UNSET;
    }
    long precision = number();
    if (precision == FormatSpec.UNSET) {
      throw position.error("format specifier missing precision: a number must follow the '.'");
    }
    return precision;
  }

  private void checkType(char grouping) throws TemplateException {
    int type = at < spec.length() ? spec.codePointAt(at) : 's';
    if (at < spec.length() && at + Character.charCount(type) < spec.length()) {
      throw position.error(
          "invalid format specifier "
              + QuotedText.of(spec)
              + " for a string; examples: '>10', '*^8.3', '.5'");
    }
    if (grouping != '\0' && !isGroupable(type, grouping)) {
      throw position.error(
          "cannot specify '%c' with '%s'; it is for numbers"
              .formatted(grouping, FormatSpec.shown(type)));
    }
    if (type != 's') {
      throw position.error(
          "unknown format code '%s' for object of type 'str': the only one for a string is 's'"
              .formatted(FormatSpec.shown(type)));
    }
  }

  /// Whether the type would be fine with a grouping, so that the type itself is what is wrong.
  private static boolean isGroupable(int type, char grouping) {
    return "defgEG%F\0".indexOf(type) >= 0 || (grouping == '_' && "boxX".indexOf(type) >= 0);
  }

  private boolean isNext(char c) {
    return at < spec.length() && spec.charAt(at) == c;
  }

  private boolean take(char c) {
    boolean taken = isNext(c);
    if (taken) {
      at++;
    }
    return taken;
  }
}
