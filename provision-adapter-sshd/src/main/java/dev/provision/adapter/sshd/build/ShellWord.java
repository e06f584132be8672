package dev.provision.adapter.sshd.build;

/// Finds where a word of a shell program ends: quotes, `$(…)` and `${…}` in it may contain blanks,
/// line ends and quotes.
///
/// Tested by `SqueezedScriptTest`.
final class ShellWord {
  private static final String ENDS_WORD = " \t\n;&|()<>";

  private final String text;
  private int at;

  private ShellWord(String text, int from) {
    this.text = text;
    this.at = from;
  }

  /// The index behind the word that begins there.
  static int end(String text, int from) {
    ShellWord word = new ShellWord(text, from);
    while (word.at < text.length() && ENDS_WORD.indexOf(text.charAt(word.at)) < 0) {
      word.part();
    }
    return word.at;
  }

  /// Passes a character, or a quotation or substitution as a whole.
  private void part() {
    switch (text.charAt(at)) {
      case '\\' -> at += 2;
      case '\'' -> at = indexBehind("'", at + 1);
      case '"' -> doubleQuotes();
      case '$' -> dollar();
      case '`' -> throw unsupported("a backquote");
      default -> at++;
    }
    if (at > text.length()) {
      throw unsupported("an end within a word");
    }
  }

  private void doubleQuotes() {
    at++;
    while (charAt() != '"') {
      switch (charAt()) {
        case '\\' -> at += 2;
        case '$' -> dollar();
        case '`' -> throw unsupported("a backquote");
        default -> at++;
      }
    }
    at++;
  }

  private void dollar() {
    at++;
    if (at < text.length() && text.charAt(at) == '(') {
      substitution();
    } else if (at < text.length() && text.charAt(at) == '{') {
      nested('{', '}');
    }
  }

  private void substitution() {
    int from = at;
    nested('(', ')');
    String inside = text.substring(from, at);
    // Brackets in these need not come in pairs.
    boolean loose = inside.contains("case ") || inside.contains("<<") || inside.contains(" #");
    if (loose && !inside.startsWith("((")) {
      throw unsupported("a case, a here-document or a comment within " + inside);
    }
  }

  private void nested(char open, char close) {
    int depth = 0;
    do {
      char c = charAt();
      if (c == open) {
        depth++;
        at++;
      } else if (c == close) {
        depth--;
        at++;
      } else {
        part();
      }
    } while (depth > 0);
  }

  private char charAt() {
    if (at >= text.length()) {
      throw unsupported("an end within quotes or brackets");
    }
    return text.charAt(at);
  }

  private int indexBehind(String end, int from) {
    int found = text.indexOf(end, from);
    if (found < 0) {
      throw unsupported("an end within quotes");
    }
    return found + 1;
  }

  private IllegalArgumentException unsupported(String what) {
    int line = (int) text.substring(0, Math.min(at, text.length())).lines().count();
    return new IllegalArgumentException("cannot squeeze " + what + " in line " + line);
  }
}
