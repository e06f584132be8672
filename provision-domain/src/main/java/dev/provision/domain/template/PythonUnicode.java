package dev.provision.domain.template;

import java.util.Arrays;

/// What CPython 3.11 knows of characters.
///
/// It has Unicode 14; the JDK is further. The categories of all code points are the same in both
/// but for those assigned since, which Python does not know yet. They are listed here up to Unicode
/// 16, the one of JDK 25.
final class PythonUnicode {
  /// Hexadecimal ranges, both ends included.
  private static final String ASSIGNED_SINCE =
      """
      897 cf3 ece 1b4e-1b4f 1b7f 1c89-1c8a 2427-2429 2ffc-2fff 31e4-31e5 31ef a7cb-a7cd
      a7da-a7dc 105c0-105f3 10d40-10d65 10d69-10d85 10d8e-10d8f 10ec2-10ec4 10efc-10eff
      1123f-11241 11380-11389 1138b 1138e 11390-113b5 113b7-113c0 113c2 113c5 113c7-113ca
      113cc-113d5 113d7-113d8 113e1-113e2 116d0-116e3 11b00-11b09 11bc0-11be1 11bf0-11bf9
      11f00-11f10 11f12-11f3a 11f3e-11f5a 1342f 13439-13455 13460-143fa 16100-16139 16d40-16d79
      18cff 1b132 1b155 1cc00-1ccf9 1cd00-1ceb3 1d2c0-1d2d3 1df25-1df2a 1e030-1e06d 1e08f
      1e4d0-1e4f9 1e5d0-1e5fa 1e5ff 1f6dc 1f774-1f776 1f77b-1f77f 1f7d9 1f8b2-1f8bb 1f8c0-1f8c1
      1fa75-1fa77 1fa87-1fa89 1fa8f 1faad-1faaf 1fabb-1fabf 1fac6 1face-1facf 1fada-1fadc 1fadf
      1fae8-1fae9 1faf7-1faf8 1fbcb-1fbef 2b739 2ebf0-2ee5d 31350-323af
      """;

  /// First and last code points of the ranges in turn, ascending.
  private static final int[] NEW = parse(ASSIGNED_SINCE);

  private PythonUnicode() {}

  /// `str.isprintable()` of one character.
  static boolean isPrintable(int c) {
    return switch (category(c)) {
      case Character.UNASSIGNED,
          Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  /// Whether `\w` matches: a letter, a number or `_`.
  static boolean isWord(int c) {
    return switch (category(c)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER ->
          true;
      default -> c == '_';
    };
  }

  /// The value of a decimal digit of any script, or -1.
  static int decimal(int c) {
    return category(c) == Character.DECIMAL_DIGIT_NUMBER ? Character.digit(c, 10) : -1;
  }

  private static byte category(int c) {
    return isNew(c) ? Character.UNASSIGNED : (byte) Character.getType(c);
  }

  private static boolean isNew(int c) {
    if (c < NEW[0]) {
      return false;
    }
    int index = Arrays.binarySearch(NEW, c);
    // Between a first and its last, the insertion point is odd.
    return index >= 0 || (-index - 1) % 2 == 1;
  }

  private static int[] parse(String ranges) {
    return Arrays.stream(ranges.strip().split("\\s+"))
        .flatMapToInt(
            range -> {
              String[] ends = range.split("-", -1);
              return Arrays.stream(new String[] {ends[0], ends[ends.length - 1]})
                  .mapToInt(end -> Integer.parseInt(end, 16));
            })
        .toArray();
  }
}
