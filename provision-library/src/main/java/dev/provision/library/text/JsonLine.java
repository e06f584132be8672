package dev.provision.library.text;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads an object of texts, numbers and truth values from a line of JSON, such as
/// [JsonText#line(Object)] writes it.
///
/// Jackson would take 30 ms for its first line, which is a tenth of a whole deployment to this
/// machine.
public final class JsonLine {
  private final String line;
  private int at;

  private JsonLine(String line) {
    this.line = line;
  }

  /// The texts in it, by key; its other values are left out.
  ///
  /// @return empty if it is not such an object, or not a whole one
  public static Optional<Map<String, String>> texts(String line) {
    try {
      return Optional.of(new JsonLine(line).object());
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  private Map<String, String> object() {
    Map<String, String> texts = new HashMap<>();
    expect('{');
    if (next() != '}') {
      do {
        String key = string();
        expect(':');
        if (next() == '"') {
          texts.put(key, string());
        } else {
          skip();
        }
      } while (comma());
    }
    expect('}');
    if (!line.substring(at).isBlank()) {
      throw new IllegalArgumentException();
    }
    return texts;
  }

  /// The next character that is no blank; it is not passed.
  private char next() {
    while (Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    return line.charAt(at);
  }

  private void expect(char one) {
    if (next() != one) {
      throw new IllegalArgumentException();
    }
    at++;
  }

  private boolean comma() {
    boolean more = next() == ',';
    if (more) {
      at++;
    }
    return more;
  }

  /// Passes a number, a truth value or null.
  private void skip() {
    int start = at;
    while (Character.isLetterOrDigit(line.charAt(at)) || "+-.".indexOf(line.charAt(at)) >= 0) {
      at++;
    }
    if (at == start) {
      throw new IllegalArgumentException();
    }
  }

  private String string() {
    expect('"');
    StringBuilder text = new StringBuilder();
    while (line.charAt(at) != '"') {
      char one = line.charAt(at++);
      text.append(one == '\\' ? escaped() : one);
    }
    at++;
    return text.toString();
  }

  private char escaped() {
    char one = line.charAt(at++);
    return switch (one) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '"', '\\', '/' -> one;
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(line.substring(at - 4, at), 16);
      }
      default -> throw new IllegalArgumentException();
    };
  }
}
