package dev.provision.adapter.sshd.build;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/// Joins the lines of a shell program, without its comments and needless blanks.
///
/// A line end becomes a semicolon, or nothing where the grammar lets it be left out: behind an
/// operator or a word such as `then`, and behind a pattern of `case`. Only here-documents keep
/// theirs.
///
/// Tested by `SqueezedScriptTest`.
final class ShellJoiner {
  /// What begins a list of commands, so that a semicolon behind it would be an error.
  private static final Set<String> OPENING =
      Set.of("if", "then", "elif", "else", "while", "until", "do", "{", "!");

  /// What a list of commands may be in.
  private enum Place {
    PARENTHESES,
    /// Between `case` and `in`.
    SUBJECT,
    PATTERN,
    CLAUSE
  }

  /// A here-document that begins with the next line.
  private record Document(String end, boolean indented) {}

  private final String text;
  private final StringBuilder out;
  private final Deque<Place> places = new ArrayDeque<>();
  private final List<Document> documents = new ArrayList<>();
  private int at;

  /// Whether a reserved word would be one here.
  private boolean atCommand = true;

  /// Whether what was written last takes no semicolon, and no blank.
  private boolean open = true;

  private boolean glued = true;

  private boolean blank;
  private boolean lineEnd;

  ShellJoiner(String text) {
    this.text = text;
    this.out = new StringBuilder(text.length());
  }

  String joined() {
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case ' ', '\t' -> {
          blank = true;
          at++;
        }
        case '\n' -> newline();
        case '#' -> at = endOfLine();
        case ';', '&', '|', '(', ')' -> operator(c);
        case '<', '>' -> redirection();
        default -> {
          if (text.startsWith("\\\n", at)) {
            blank = true;
            at += 2;
          } else {
            word();
          }
        }
      }
    }
    return out.toString();
  }

  private int endOfLine() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private void newline() {
    at++;
    lineEnd = true;
    blank = false;
    if (place() != Place.SUBJECT) {
      atCommand = true;
    }
    if (!documents.isEmpty()) {
      out.append('\n');
      documents.forEach(this::copy);
      documents.clear();
      written(true, true);
    }
  }

  /// Copies a here-document, to the line that ends it.
  private void copy(Document document) {
    boolean last = false;
    while (!last) {
      if (at >= text.length()) {
        throw new IllegalArgumentException("a here-document without its end: " + document.end);
      }
      int next = endOfLine();
      String line = text.substring(at, next);
      out.append(line).append('\n');
      last = (document.indented ? line.replaceFirst("^\t+", "") : line).equals(document.end);
      at = Math.min(text.length(), next + 1);
    }
  }

  private void operator(char c) {
    boolean twice = c != '(' && c != ')' && at + 1 < text.length() && text.charAt(at + 1) == c;
    String operator = twice ? "" + c + c : String.valueOf(c);
    boolean function =
        operator.equals(")") && !out.isEmpty() && out.charAt(out.length() - 1) == '(';
    separate(operator);
    out.append(operator);
    at += operator.length();
    written(true, true);
    atCommand = true;
    switch (operator) {
      case "(" -> {
        // Two would begin arithmetic.
        glued = false;
        if (place() != Place.PATTERN) {
          places.push(Place.PARENTHESES);
        }
      }
      case ")" -> {
        boolean pattern = place() == Place.PATTERN;
        leave(pattern ? Place.PATTERN : Place.PARENTHESES);
        if (pattern) {
          places.push(Place.CLAUSE);
        } else {
          written(function, false);
        }
      }
      case ";;" -> {
        leave(Place.CLAUSE);
        places.push(Place.PATTERN);
      }
      default -> {}
    }
  }

  private void leave(Place place) {
    if (places.isEmpty() || places.peek() != place) {
      throw new IllegalArgumentException("unexpected end of " + place + ": " + text.substring(at));
    }
    places.pop();
  }

  private void redirection() {
    int from = at++;
    while (at < text.length() && "<>&|-".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String operator = text.substring(from, at);
    separate("");
    out.append(operator);
    written(false, false);
    atCommand = false;
    if (operator.startsWith("<<")) {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
      int end = ShellWord.end(text, at);
      String delimiter = text.substring(at, end);
      out.append(delimiter);
      documents.add(new Document(delimiter.replaceAll("[\"'\\\\]", ""), operator.equals("<<-")));
      at = end;
    }
  }

  private void word() {
    int end = ShellWord.end(text, at);
    String word = text.substring(at, end);
    separate(word);
    out.append(word);
    at = end;
    written(false, false);
    if (place() == Place.SUBJECT && word.equals("in") && !atCommand) {
      places.pop();
      places.push(Place.PATTERN);
      written(true, false);
    } else if (place() == Place.PATTERN && word.equals("esac")) {
      places.pop();
    } else if (place() == Place.SUBJECT || place() == Place.PATTERN) {
      atCommand = false;
    } else if (atCommand) {
      reserved(word);
    }
  }

  private void reserved(String word) {
    if (OPENING.contains(word)) {
      written(true, false);
      return;
    }
    switch (word) {
      case "case" -> places.push(Place.SUBJECT);
      case "esac" -> leave(Place.CLAUSE);
      case "fi", "done", "}" -> {}
      default -> atCommand = false;
    }
  }

  /// Writes what stands between the last thing and this one.
  private void separate(String next) {
    boolean operator = !next.isEmpty() && ";&|)".indexOf(next.charAt(0)) >= 0;
    boolean ends = next.equals(";;") || next.equals(")") || place() == Place.SUBJECT;
    if (lineEnd && !open && !ends) {
      out.append(';');
    } else if ((lineEnd || blank) && !glued && !operator) {
      out.append(' ');
    }
    lineEnd = false;
    blank = false;
  }

  private void written(boolean takesNoSemicolon, boolean takesNoBlank) {
    open = takesNoSemicolon;
    glued = takesNoBlank;
  }

  private Place place() {
    return places.isEmpty() ? Place.PARENTHESES : places.peek();
  }
}
