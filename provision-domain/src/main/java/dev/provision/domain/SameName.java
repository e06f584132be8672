package dev.provision.domain;

import java.text.Normalizer;
import java.util.Collection;
import java.util.List;

/// Names that are the same to a reader, but not character for character: `é` may be one character
/// or two, and keyboards, macOS and editors differ in which they write.
public final class SameName {
  private SameName() {}

  /// The name among these that is meant: the sought one itself, or else the only one that reads the
  /// same; the sought one where there is neither.
  public static String among(Collection<String> names, String sought) {
    if (names.contains(sought) || isPlain(sought)) {
      return sought;
    }
    String composed = composed(sought);
    List<String> same = names.stream().filter(name -> composed(name).equals(composed)).toList();
    return same.size() == 1 ? same.getFirst() : sought;
  }

  /// Whether two names read the same.
  public static boolean same(String one, String other) {
    return one.equals(other) || (!isPlain(one) && composed(one).equals(composed(other)));
  }

  /// Whether a name has but one form. Asked first, since most have.
  public static boolean isPlain(String name) {
    for (int at = 0; at < name.length(); at++) {
      if (name.charAt(at) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }
}
