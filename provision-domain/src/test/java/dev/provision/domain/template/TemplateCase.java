package dev.provision.domain.template;

import java.util.Map;
import java.util.Optional;

/// One template with its variables, to be run by Python and by us.
///
/// @param language f: format string, t: template string, m: the search for the marker
/// @param template the text
/// @param variables value by name
record TemplateCase(char language, String template, Map<String, String> variables) {
  /// How our outcome differs from Python's, if it does.
  ///
  /// @param wording whether the Python is one whose messages we know
  Optional<String> difference(PythonOutcome python, boolean wording) {
    String ours;
    boolean same;
    try {
      String text = run();
      ours = "text " + PythonRepr.ascii(text);
      same =
          switch (python) {
            case PythonOutcome.Text(String expected) -> text.equals(expected);
            case PythonOutcome.Raised _ -> false;
          };
    } catch (TemplateException e) {
      ours = e.getMessage();
      same =
          (isTooWide(e) || python.explains(e.reason(), wording))
              && (language == 'm' || "{}".indexOf(at(e.line(), e.column())) >= 0);
    }
    return same
        ? Optional.empty()
        : Optional.of("%s%n  Python: %s%n  ours: %s".formatted(this, python, ours));
  }

  private String run() throws TemplateException {
    return switch (language) {
      case 'f' -> new FormatString(template).render(variables);
      case 't' -> new TemplateString(template).render(variables);
      case 'm' ->
          TemplateMarker.find(template)
              .map(marker -> template.codePointCount(0, marker.offset()) + " " + marker.type())
              .orElseThrow(() -> new TemplateException(1, 1, "no variable named 'no marker'"));
      default -> throw new IllegalArgumentException("unknown language: " + language);
    };
  }

  /// Whether we refuse what Python would do, or try to do, and then perhaps find another mistake.
  private static boolean isTooWide(TemplateException e) {
    return e.reason().startsWith("width ") && e.reason().contains(" is too large");
  }

  /// The code point at a place; an error of a format string is always at a brace.
  private int at(int line, int column) {
    String text = template.split("\n", -1)[line - 1];
    return text.codePointAt(text.offsetByCodePoints(0, column - 1));
  }

  @Override
  public String toString() {
    return language
        + " "
        + PythonRepr.ascii(template)
        + " with "
        + PythonRepr.ascii(variables.toString());
  }
}
