package dev.provision.domain.template;

import java.util.Map;

/// Python's `string.Template(text).safe_substitute(variables)`.
///
/// `$name` and `${name}` become the value, `$$` becomes `$`; names are ASCII. Whatever else follows
/// a `$`, an unknown name too, stays as it is. A value is never expanded again.
///
/// @param text the template, its marker included
record TemplateString(String text) implements Template {
  @Override
  public String render(Map<String, String> variables) throws TemplateException {
    RenderedText out = new RenderedText(text);
    int at = 0;
    for (int dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', at)) {
      out.append(text.substring(at, dollar), at);
      at = substitute(dollar, variables, out);
    }
    out.append(text.substring(at), at);
    return out.toString();
  }

  /// Writes what the placeholder at a `$` stands for and returns where it ends.
  private int substitute(int dollar, Map<String, String> variables, RenderedText out)
      throws TemplateException {
    int next = dollar + 1;
    if (text.startsWith("$", next)) {
      out.append("$", dollar);
      return next + 1;
    }
    boolean braced = text.startsWith("{", next);
    int nameStart = braced ? next + 1 : next;
    int nameEnd = nameEnd(nameStart);
    if (nameEnd == nameStart || (braced && !text.startsWith("}", nameEnd))) {
      out.append("$", dollar);
      return next;
    }
    int end = braced ? nameEnd + 1 : nameEnd;
    String name = text.substring(nameStart, nameEnd);
    out.append(variables.getOrDefault(name, text.substring(dollar, end)), dollar);
    return end;
  }

  private int nameEnd(int start) {
    int at = start;
    while (at < text.length() && isNamePart(text.charAt(at), at == start)) {
      at++;
    }
    return at;
  }

  private static boolean isNamePart(char c, boolean first) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    return letter || (!first && c >= '0' && c <= '9');
  }
}
