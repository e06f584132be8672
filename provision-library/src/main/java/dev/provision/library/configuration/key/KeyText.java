package dev.provision.library.configuration.key;

import dev.provision.domain.Problem;
import dev.provision.domain.key.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Text that must consist of public keys: one a line, as in OpenSSH's `authorized_keys`.
public final class KeyText {
  private static final Pattern PRIVATE =
      Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY|^PuTTY-User-Key-File", Pattern.MULTILINE);
  private static final String SSH2 = "---- BEGIN SSH2 PUBLIC KEY ----";

  private KeyText() {}

  /// The keys in the text. Blank lines and lines that start with `#` are passed over.
  ///
  /// @param shown the place as messages show it; the line is added behind a colon
  public static List<PublicKey> parse(String text, String shown, Consumer<Problem> problems) {
    if (PRIVATE.matcher(text).find()) {
      problems.accept(
          Problem.at(shown, "this is a private key; only public keys are allowed here")
              .next(
                  "move it away, and put the output of 'ssh-keygen -y -f "
                      + shown
                      + "' here instead"));
      return List.of();
    }
    if (text.contains(SSH2)) {
      problems.accept(
          Problem.at(shown, "this is a public key in RFC 4716 format, not in OpenSSH's")
              .next("convert it: ssh-keygen -i -f " + shown));
      return List.of();
    }
    List<PublicKey> keys = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        String where = shown + ":" + (i + 1);
        try {
          keys.add(PublicKey.parse(line, where));
        } catch (IllegalArgumentException e) {
          problems.accept(
              Problem.at(where, String.valueOf(e.getMessage()))
                  .next("write one public key per line, as in ~/.ssh/id_ed25519.pub"));
        }
      }
    }
    return keys;
  }

  /// The keys in a text that is known to be in order.
  public static List<PublicKey> keys(String text, String origin) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(line -> PublicKey.parse(line, origin))
        .toList();
  }
}
