package dev.provision.adapter.sshd.config;

import java.util.Locale;

/// OpenSSH's patterns: `*` stands for any characters, `?` for one, and in a list `!` takes out.
public final class Patterns {
  private Patterns() {}

  /// Whether one pattern fits the whole text; letters' case counts.
  static boolean matches(String pattern, String text) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /// Whether a comma-separated list has a pattern that fits, and no negated one that does.
  static boolean listMatches(String list, String text) {
    boolean found = false;
    int start = 0;
    while (start <= list.length()) {
      int comma = list.indexOf(',', start);
      int end = comma < 0 ? list.length() : comma;
      boolean negated = start < end && list.charAt(start) == '!';
      if (matches(list.substring(negated ? start + 1 : start, end), text)) {
        if (negated) {
          return false;
        }
        found = true;
      }
      start = end + 1;
    }
    return found;
  }

  /// The same for host names, in which letters' case does not count.
  public static boolean hostListMatches(String list, String host) {
    return listMatches(list.toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT));
  }
}
