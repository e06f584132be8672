package dev.provision.adapter.sshd.build;

import java.util.HashMap;
import java.util.Map;

/// A shell program as short as it can be sent: without comments and indentation, in one line, with
/// short names.
///
/// A comment line such as `#: run_directory=w login_user=u` says which names become shorter. They
/// must be unlike every other word of the program, so each contains an underscore, and none stands
/// in a path.
final class SqueezedScript {
  private static final String NAMES = "#: ";

  private SqueezedScript() {}

  /// The same program, shorter.
  ///
  /// @throws IllegalArgumentException if it contains something that this cannot squeeze
  static String squeeze(String program) {
    return shorten(new ShellJoiner(program).joined(), names(program));
  }

  private static Map<String, String> names(String program) {
    Map<String, String> names = new HashMap<>();
    int from = 0;
    while (from < program.length()) {
      int end = program.indexOf('\n', from);
      int next = end < 0 ? program.length() : end;
      if (program.startsWith(NAMES, from)) {
        for (String pair : program.substring(from + NAMES.length(), next).split(" ", -1)) {
          addName(pair, names);
        }
      }
      from = next + 1;
    }
    return names;
  }

  private static void addName(String pair, Map<String, String> names) {
    int equals = pair.indexOf('=');
    String name = pair.substring(0, Math.max(0, equals));
    String shorter = pair.substring(equals + 1);
    if (name.indexOf('_') < 1 || names.containsValue(shorter)) {
      throw new IllegalArgumentException("'" + pair + "': no name_with_underscore=NEW");
    }
    names.put(name, shorter);
  }

  private static String shorten(String text, Map<String, String> names) {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int from = at;
      while (at < text.length() && isNamePart(text.charAt(at))) {
        at++;
      }
      if (at > from) {
        out.append(shorter(text, from, at, names));
      } else {
        out.append(text.charAt(at++));
      }
    }
    return out.toString();
  }

  private static String shorter(String text, int from, int to, Map<String, String> names) {
    String word = text.substring(from, to);
    String shorter = names.get(word);
    if (shorter == null) {
      return word;
    }
    if (from > 0 && "/.-".indexOf(text.charAt(from - 1)) >= 0) {
      throw new IllegalArgumentException(
          "the name '" + word + "' is part of a path or option, too");
    }
    return shorter;
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
}
