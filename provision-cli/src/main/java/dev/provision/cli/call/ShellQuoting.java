package dev.provision.cli.call;

import dev.provision.cli.output.VisibleText;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Writes words so that a shell reads them as they are.
final class ShellQuoting {
  private static final int FIRST_BEYOND_ASCII = 0x80;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./~-]+");

  private ShellQuoting() {}

  /// The word, in quotation marks if it needs them. Characters that nobody could see are escaped,
  /// as bash, zsh and ksh read them.
  static String shell(String word) {
    if (word.codePoints().anyMatch(VisibleText::isHidden)) {
      return word.codePoints()
          .mapToObj(ShellQuoting::escaped)
          .collect(Collectors.joining("", "$'", "'"));
    }
    return PLAIN.matcher(word).matches() && !word.startsWith("~")
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }

  private static String escaped(int one) {
    if (one == '\'' || one == '\\') {
      return "\\" + Character.toString(one);
    }
    if (!VisibleText.isHidden(one)) {
      return Character.toString(one);
    }
    return String.format(Locale.ROOT, one < FIRST_BEYOND_ASCII ? "\\x%02x" : "\\U%08x", one);
  }

  /// A command line of these words.
  static String shell(List<String> words) {
    return words.stream().map(ShellQuoting::shell).collect(Collectors.joining(" "));
  }
}
