package dev.provision.ports.step;

/// A pattern of paths, written as shells write it.
///
/// `*` matches any characters, `?` one character, `[abc]`, `[a-z]`, and `[!abc]` one character of
/// those or of the others; after `\` a character matches itself. None of them matches `/`. A
/// pattern without `/` is compared with the name of a file or directory; one with `/` is compared,
/// name by name, with its path below the directory in question. A `/` at the beginning or the end
/// is not compared.
///
/// @param text the pattern, such as `*.bak` or `cache/*.tmp`
public record PathPattern(String text) {
  /// @throws IllegalArgumentException if it is empty or contains NUL
  public PathPattern {
    if (text.replace("/", "").isEmpty() || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("'" + text + "' is not a pattern");
    }
  }

  /// The pattern that only this path matches.
  ///
  /// @param path relative to the directory in question
  public static PathPattern of(String path) {
    StringBuilder text = new StringBuilder("/");
    path.codePoints()
        .forEach(
            one -> {
              if ("*?[]\\".indexOf(one) >= 0) {
                text.append('\\');
              }
              text.appendCodePoint(one);
            });
    return new PathPattern(text.toString());
  }

  /// Whether a path matches.
  ///
  /// @param path relative to the directory in question
  public boolean matches(String path) {
    String pattern = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    if (pattern.indexOf('/') < 0) {
      return name(pattern, path.substring(path.lastIndexOf('/') + 1));
    }
    String[] patterns = (pattern.startsWith("/") ? pattern.substring(1) : pattern).split("/", -1);
    String[] names = path.split("/", -1);
    if (patterns.length != names.length) {
      return false;
    }
    for (int i = 0; i < names.length; i++) {
      if (!name(patterns[i], names[i])) {
        return false;
      }
    }
    return true;
  }

  /// Continues after the last `*` with one character more whenever the rest does not match.
  private static boolean name(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int from = 0;
    while (n < name.length()) {
      int next = p < pattern.length() ? one(pattern, p, name.codePointAt(n)) : -1;
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        from = n;
      } else if (next > 0) {
        p = next;
        n += Character.charCount(name.codePointAt(n));
      } else if (star >= 0) {
        p = star + 1;
        from += Character.charCount(name.codePointAt(from));
        n = from;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /// Where the pattern continues if what is at `p` matches the character, or -1.
  private static int one(String pattern, int p, int character) {
    int first = pattern.codePointAt(p);
    int behind = p + Character.charCount(first);
    return switch (first) {
      case '?' -> behind;
      case '[' -> {
        int end = pattern.indexOf(']', behind + (pattern.startsWith("!", behind) ? 2 : 1));
        if (end < 0) {
          yield character == '[' ? behind : -1;
        }
        yield inSet(pattern.substring(behind, end), character) ? end + 1 : -1;
      }
      case '\\' -> {
        int meant = behind < pattern.length() ? pattern.codePointAt(behind) : -1;
        yield meant == character ? behind + Character.charCount(meant) : -1;
      }
      default -> first == character ? behind : -1;
    };
  }

  private static boolean inSet(String set, int character) {
    boolean others = set.startsWith("!");
    int[] members = set.substring(others ? 1 : 0).codePoints().toArray();
    boolean found = false;
    for (int i = 0; i < members.length; i++) {
      if (i + 2 < members.length && members[i + 1] == '-') {
        found |= members[i] <= character && character <= members[i + 2];
        i += 2;
      } else {
        found |= members[i] == character;
      }
    }
    return found != others;
  }

  @Override
  public String toString() {
    return text;
  }
}
