package dev.provision.cli.view;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How results are written.
public enum OutputFormat {
  /// For people: columns with titles.
  TABLE,
  /// For programs: JSON.
  JSON,
  /// For shell scripts: a line for each thing, its fields parted by a blank.
  PLAIN;

  /// What the user types.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What the user may type.
  public static List<String> words() {
    return Arrays.stream(values()).map(OutputFormat::word).toList();
  }

  /// The format with this word.
  public static Optional<OutputFormat> of(String word) {
    return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
  }
}
