package dev.provision.domain.template;

import java.util.Map;

/// Walks a format string from left to right, as CPython does, so that of several mistakes the same
/// one is reported: a field is parsed, looked up, converted, and only then is its spec filled in.
final class FormatStringRenderer {
  /// The text itself and the specs of its fields; a field in the spec of a spec is one too many.
  private static final int MAX_DEPTH = 2;

  private final String text;
  private final Map<String, String> variables;

  FormatStringRenderer(String text, Map<String, String> variables) {
    this.text = text;
    this.variables = variables;
  }

  String render() throws TemplateException {
    return expand(0, text.length(), MAX_DEPTH);
  }

  /// Renders a part of the text: all of it, or a spec with fields.
  private String expand(int start, int end, int depth) throws TemplateException {
    RenderedText out = new RenderedText(text);
    int at = start;
    while (at < end) {
      int brace = nextBrace(at, end);
      out.append(text.substring(at, brace), at);
      if (brace == end) {
        break;
      }
      char c = text.charAt(brace);
      boolean last = brace + 1 == end;
      if (!last && text.charAt(brace + 1) == c) {
        out.append(String.valueOf(c), brace);
        at = brace + 2;
      } else if (last || c == '}') {
        throw single(c, brace);
      } else {
        ReplacementField field = ReplacementField.parse(text, brace, end);
        out.append(evaluate(field, depth), brace);
        at = field.end();
      }
    }
    return out.toString();
  }

  private int nextBrace(int start, int end) {
    int at = start;
    while (at < end && text.charAt(at) != '{' && text.charAt(at) != '}') {
      at++;
    }
    return at;
  }

  private TemplateException single(char brace, int offset) {
    return new TextPosition(text, offset)
        .error(
            "single '%c' encountered in format string; write '%c%c' for a literal brace"
                .formatted(brace, brace, brace));
  }

  private String evaluate(ReplacementField field, int depth) throws TemplateException {
    TextPosition position = new TextPosition(text, field.start());
    String value =
        FieldName.lookUp(text.substring(field.nameStart(), field.nameEnd()), variables, position);
    String converted = convert(value, field.conversion(), position);
    String spec =
        field.specHasFields()
            ? expandSpec(field, depth - 1, position)
            : text.substring(field.specStart(), field.specEnd());
    return FormatSpec.parse(spec, position).apply(converted, position);
  }

  private String expandSpec(ReplacementField field, int depth, TextPosition position)
      throws TemplateException {
    if (depth == 0) {
      throw position.error(
          "max string recursion exceeded: a format spec may contain fields, but those must not"
              + " contain fields");
    }
    return expand(field.specStart(), field.specEnd(), depth);
  }

  private static String convert(String value, int conversion, TextPosition position)
      throws TemplateException {
    return switch (conversion) {
      case ReplacementField.NO_CONVERSION, 's' -> value;
      case 'r' -> PythonRepr.of(value);
      case 'a' -> PythonRepr.ascii(value);
      default ->
          throw position.error(
              "unknown conversion specifier "
                  + FormatSpec.shown(conversion)
                  + "; valid: !r, !s, and !a");
    };
  }
}
