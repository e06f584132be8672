package dev.provision.cli.call;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Writes words so that a shell reads them as they are.
public final class Quoting {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./~-]+");

  private Quoting() {}

  /// The word, in quotation marks if it needs them.
  public static String shell(String word) {
    return PLAIN.matcher(word).matches() && !word.startsWith("~")
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }

  /// A command line of these words.
  public static String shell(List<String> words) {
    return words.stream().map(Quoting::shell).collect(Collectors.joining(" "));
  }
}
