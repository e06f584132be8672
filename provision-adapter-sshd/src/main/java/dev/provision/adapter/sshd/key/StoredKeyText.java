package dev.provision.adapter.sshd.key;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Private keys as they come out of the variables of CI systems: on one line, with blanks or the
/// two characters `\n` where lines ended.
final class StoredKeyText {
  private static final int WIDTH = 64;

  private static final Pattern ON_ONE_LINE =
      Pattern.compile("(-----BEGIN [A-Z0-9 ]+-----)([^\r\n-]+)(-----END [A-Z0-9 ]+-----)");

  private static final Pattern PUBLIC =
      Pattern.compile("(ssh|ecdsa|sk)-[a-z0-9@.-]+[ \t]+AAAA[A-Za-z0-9+/].*", Pattern.DOTALL);

  private StoredKeyText() {}

  /// The text with its lines; other texts stay as they are.
  static String restored(String text) {
    String lines =
        text.contains("-----BEGIN ") && text.contains("\\n")
            ? text.replace("\\r\\n", "\n").replace("\\n", "\n")
            : text;
    Matcher key = ON_ONE_LINE.matcher(lines);
    if (!key.find()) {
      return lines;
    }
    String body = key.group(2).replaceAll("[ \t]", "");
    StringBuilder restored = new StringBuilder(key.group(1)).append('\n');
    for (int i = 0; i < body.length(); i += WIDTH) {
      restored.append(body, i, Math.min(body.length(), i + WIDTH)).append('\n');
    }
    return restored.append(key.group(3)).append('\n').toString();
  }

  /// Whether it is what stands in a `.pub` file.
  static boolean isPublic(String text) {
    return PUBLIC.matcher(text.strip()).matches();
  }
}
