package dev.provision.library.validation;

import java.util.Comparator;

/// A place in a file.
///
/// @param line from 1; 0 if it is not known
record FilePlace(String file, int line, int column) {
  /// Of places such as `web/provision.yaml:12:5`: as they follow each other in their files.
  static final Comparator<String> ORDER =
      Comparator.comparing(
          FilePlace::parse,
          Comparator.comparing(FilePlace::file)
              .thenComparingInt(FilePlace::line)
              .thenComparingInt(FilePlace::column));

  private static FilePlace parse(String text) {
    int second = text.lastIndexOf(':');
    int first = second > 0 ? text.lastIndexOf(':', second - 1) : -1;
    if (first < 0 || !isNumber(text.substring(first + 1, second))) {
      return new FilePlace(text, 0, 0);
    }
    return new FilePlace(
        text.substring(0, first),
        Integer.parseInt(text.substring(first + 1, second)),
        isNumber(text.substring(second + 1)) ? Integer.parseInt(text.substring(second + 1)) : 0);
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,9}");
  }
}
