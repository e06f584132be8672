package dev.provision.domain.template;

import java.util.Map;

/// Python's `str.format(**variables)` over the whole text.
///
/// All of CPython 3.11's syntax for strings works: `{name}`, `{{`, `}}`, conversions, format specs,
/// specs in specs one level deep, and the index of a character. Three things are refused that
/// CPython would do: attributes such as `{name.upper}` (it prints a method's address in memory),
/// padding to more than [#MAX_WIDTH] characters, and a result of more than [Template#MAX_LENGTH].
///
/// @param text the template, its marker included
record FormatString(String text) implements Template {
  /// The largest width to which a value is padded, in code points.
  public static final int MAX_WIDTH = 10_000_000;

  @Override
  public String render(Map<String, String> variables) throws TemplateException {
    return new FormatStringRenderer(text, variables).render();
  }
}
