package dev.provision.domain;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds the names that somebody may have meant.
public final class NearNames {
  private NearNames() {}

  /// At most `limit` of the names, nearest first: by number of edits, capitals aside.
  public static List<String> nearest(String sought, Collection<String> names, int limit) {
    String key = sought.toLowerCase(Locale.ROOT);
    return names.stream()
        .distinct()
        .sorted(
            Comparator.<String>comparingInt(name -> distance(key, name.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()))
        .limit(limit)
        .toList();
  }

  /// The one name that was probably meant: near enough that a slip of the finger explains it.
  public static Optional<String> probable(String sought, Collection<String> names) {
    String key = sought.toLowerCase(Locale.ROOT);
    // With all of its letters replaced it would be any other name.
    int tolerated = Math.min(Math.max(1, sought.length() / 3), sought.length() - 1);
    return nearest(sought, names, 1).stream()
        .filter(name -> distance(key, name.toLowerCase(Locale.ROOT)) <= tolerated)
        .findFirst();
  }

  /// `did you mean 'x'?`, or what there is: `there are 'a', 'b'`, or `there are none`.
  public static String advice(String sought, Collection<String> names) {
    return probable(sought, names)
        .map(name -> "did you mean '" + name + "'?")
        .orElseGet(() -> names.isEmpty() ? "none exist" : "available: " + some(names));
  }

  /// What there is, and before it `did you mean 'x'?` where one is near.
  public static String choice(String sought, Collection<String> names) {
    String all = names.isEmpty() ? "none exist" : "available: " + some(names);
    return probable(sought, names).map(name -> "did you mean '" + name + "'? " + all).orElse(all);
  }

  private static String some(Collection<String> names) {
    int shown = 20;
    String list =
        names.stream()
            .distinct()
            .sorted()
            .limit(shown)
            .collect(Collectors.joining("', '", "'", "'"));
    return names.size() > shown ? list + " and " + (names.size() - shown) + " more" : list;
  }

  /// Edits (insert, delete, replace, swap neighbors) that make `a` of `b`.
  private static int distance(String a, String b) {
    int[] older = new int[b.length() + 1];
    int[] old = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      old[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        row[j] = Math.min(Math.min(old[j] + 1, row[j - 1] + 1), old[j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], older[j - 2] + 1);
        }
      }
      older = old;
      old = row;
    }
    return old[b.length()];
  }
}
