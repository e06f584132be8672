package dev.provision.adapter.sshd.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What `ls -ldn` says about a file.
///
/// @param type such as `-` for a plain file, `l` for a symbolic link
/// @param mode permission bits
/// @param owner user and group, as numbers
record FileTraits(char type, int mode, String owner) {
  private static final int BITS = 9;

  /// Reads `-rw-r--r-- 0:0`.
  static FileTraits parse(String text) {
    String[] parts = text.split(" ", 2);
    return new FileTraits(parts[0].charAt(0), mode(parts[0]), parts[1]);
  }

  private static int mode(String letters) {
    int mode = 0;
    for (int at = 1; at <= BITS; at++) {
      char letter = letters.charAt(at);
      boolean execution = at % 3 == 0;
      if (letter != '-' && !(execution && (letter == 'S' || letter == 'T'))) {
        mode |= 1 << (BITS - at);
      }
      if (execution && "sStT".indexOf(letter) >= 0) {
        mode |= 01000 << (3 - at / 3);
      }
    }
    return mode;
  }

  /// In words, such as `mode 0600, should be 0644`.
  List<String> differencesTo(FileTraits wanted) {
    List<String> words = new ArrayList<>();
    if (type != wanted.type) {
      words.add(type == 'l' ? "a symbolic link, should be a file" : "not a regular file");
    } else if (mode != wanted.mode) {
      words.add(String.format(Locale.ROOT, "mode %04o, should be %04o", mode, wanted.mode));
    }
    if (!owner.equals(wanted.owner)) {
      words.add("owner %s, should be %s".formatted(owner, wanted.owner));
    }
    return words;
  }
}
