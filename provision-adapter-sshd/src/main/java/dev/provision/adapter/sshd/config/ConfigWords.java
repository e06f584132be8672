package dev.provision.adapter.sshd.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes the words off a line of `ssh_config`, in the two ways in which OpenSSH does it.
///
/// Tested by `SshConfigOracleTest` and `SshConfigTest`.
final class ConfigWords {
  private static final String BLANKS = " \t\r\n\f";

  private final String text;
  private int at;

  ConfigWords(String text) {
    int end = text.length();
    while (end > 0 && BLANKS.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    this.text = text.substring(0, end);
    skipBlanks();
  }

  private void skipBlanks() {
    while (at < text.length() && BLANKS.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /// The next word, which blanks or one equals sign separate from what follows; quotation marks
  /// keep blanks together. Null at the end of the line, and where a quotation mark is lacking.
  @Nullable String next() {
    if (at >= text.length()) {
      return null;
    }
    int start = at;
    while (at < text.length() && !endsWord(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    if (at < text.length() && text.charAt(at) == '"') {
      int close = text.indexOf('"', at + 1);
      if (close < 0) {
        at = text.length();
        return null;
      }
      word += text.substring(at + 1, close);
      at = close + 1;
      skipBlanks();
      return word;
    }
    boolean equals = at < text.length() && text.charAt(at) == '=';
    if (equals) {
      at++;
    }
    skipBlanks();
    if (!equals && at < text.length() && text.charAt(at) == '=') {
      at++;
      skipBlanks();
    }
    return word;
  }

  private static boolean endsWord(char c) {
    return c == '"' || c == '=' || BLANKS.indexOf(c) >= 0;
  }

  /// What is left of the line.
  String rest() {
    return text.substring(at);
  }

  /// What is left of the line as words, up to a `#` that begins one: blanks separate them,
  /// quotation marks of both kinds and backslashes keep blanks. Null where a quotation mark is
  /// lacking.
  @Nullable List<String> remaining() {
    List<String> words = new ArrayList<>();
    int i = at;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (BLANKS.indexOf(c) >= 0) {
        i++;
        continue;
      }
      if (c == '#') {
        break;
      }
      StringBuilder word = new StringBuilder();
      i = word(i, word);
      if (i < 0) {
        return null;
      }
      words.add(word.toString());
    }
    return words;
  }

  /// Reads a word.
  ///
  /// @return where it ends; negative where a quotation mark is lacking
  private int word(int start, StringBuilder word) {
    char quote = 0;
    int i = start;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && isEscaped(text.charAt(i + 1), quote)) {
        word.append(text.charAt(++i));
      } else if (quote == 0 && (c == ' ' || c == '\t')) {
        break;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else {
        word.append(c);
      }
    }
    return quote == 0 ? i : -1;
  }

  private static boolean isEscaped(char c, char quote) {
    return c == '\'' || c == '"' || c == '\\' || (quote == 0 && c == ' ');
  }
}
