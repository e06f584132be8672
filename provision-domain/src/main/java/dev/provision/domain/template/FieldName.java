package dev.provision.domain.template;

import dev.provision.domain.NearNames;
import dev.provision.domain.SameName;
import java.util.Map;

/// The name of a replacement field: a variable, then any number of `[index]`.
final class FieldName {
  private FieldName() {}

  /// The text that a name stands for.
  static String lookUp(String name, Map<String, String> variables, TextPosition position)
      throws TemplateException {
    int at = variableEnd(name, 0);
    String value = variable(name.substring(0, at), variables, position);
    while (at < name.length()) {
      // The field's parser has seen to it that every bracket is closed.
      int end = name.charAt(at) == '[' ? name.indexOf(']', at) : variableEnd(name, at + 1);
      String part = name.substring(at + 1, end);
      value =
          switch (name.charAt(at)) {
            case '[' -> item(value, part, position);
            case '.' -> throw attribute(part, position);
            default ->
                throw position.error(
                    "only '.' or '[' may follow ']' in format field specifier, not "
                        + QuotedText.of(name.substring(at)));
          };
      at = end + 1;
    }
    return value;
  }

  private static int variableEnd(String name, int start) {
    int at = start;
    while (at < name.length() && name.charAt(at) != '.' && name.charAt(at) != '[') {
      at++;
    }
    return at;
  }

  private static String variable(String name, Map<String, String> variables, TextPosition position)
      throws TemplateException {
    Digits digits = Digits.read(name, 0, position);
    if (name.isEmpty() || digits.fill(name)) {
      throw position.error(
          "replacement index "
              + digits.value()
              + " out of range for positional args tuple: a field needs a variable's name; write"
              + " '{{' and '}}' for literal braces");
    }
    String value = variables.get(SameName.among(variables.keySet(), name));
    if (value == null) {
      throw position.error(
          "no variable named "
              + QuotedText.of(name)
              + " ("
              + NearNames.advice(QuotedText.cut(name), variables.keySet())
              + "); write '{{' and '}}' for literal braces");
    }
    return value;
  }

  private static String item(String value, String index, TextPosition position)
      throws TemplateException {
    Digits digits = Digits.read(index, 0, position);
    if (index.isEmpty()) {
      throw emptyAttribute(position);
    }
    if (!digits.fill(index)) {
      throw position.error("string indices must be integers from 0, not " + QuotedText.of(index));
    }
    int start = CodePoints.prefix(value, digits.value());
    if (start == value.length()) {
      throw position.error(
          "string index out of range: ["
              + digits.value()
              + "] of a value of "
              + value.codePointCount(0, value.length())
              + " characters");
    }
    return Character.toString(value.codePointAt(start));
  }

  private static TemplateException attribute(String attribute, TextPosition position) {
    return attribute.isEmpty()
        ? emptyAttribute(position)
        : position.error(
            "no attribute "
                + QuotedText.of(attribute)
                + ": variables are strings; attributes are not supported");
  }

  private static TemplateException emptyAttribute(TextPosition position) {
    return position.error(
        "empty attribute in format string: nothing between brackets or after a dot");
  }
}
