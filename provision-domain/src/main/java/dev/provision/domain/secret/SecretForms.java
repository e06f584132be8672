package dev.provision.domain.secret;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/// The forms in which programs print a secret: as it is, quoted for a shell, escaped for JSON, XML
/// and addresses, in hex, and in Base64, wherever in the encoded text it stands.
///
/// Tools wrap Base64 and hex into lines: in those forms, white space does not count.
///
/// Tested by `SecretPatternsTest`.
final class SecretForms {
  /// A line of a secret that is shorter may stand in any text.
  private static final int SHORTEST_LINE = 16;

  private static final int FIRST_BEYOND_ASCII = 128;
  private static final String BOUNDARY = "-----";
  private static final String SHELL_SPECIAL = "$`\"\\";

  private final String secret;
  private final Set<String> forms = new LinkedHashSet<>();

  private SecretForms(String secret) {
    this.secret = secret;
  }

  /// The forms that are found as they are.
  static Set<String> plain(String secret) {
    SecretForms forms = new SecretForms(secret);
    forms.forms.add(secret);
    forms.shell();
    forms.json();
    forms.literals();
    forms.escapedBytes();
    forms.markup();
    forms.addresses();
    forms.lines();
    return forms.forms;
  }

  /// The forms that are found whatever white space is in them.
  static Set<String> encoded(String secret) {
    SecretForms forms = new SecretForms(secret);
    forms.hex();
    forms.base64();
    return forms.forms;
  }

  private void shell() {
    forms.add(secret.replace("'", "'\\''"));
    forms.add(secret.replace("'", "'\"'\"'"));
    forms.add(escaped(one -> SHELL_SPECIAL.indexOf(one) >= 0));
    forms.add(escaped(one -> one < 128 && !Character.isLetterOrDigit(one) && one != '_'));
    forms.add(
        escaped(
            one -> one < 128 && !Character.isLetterOrDigit(one) && "_-./:=@%+,^".indexOf(one) < 0));
  }

  private String escaped(IntPredicate special) {
    StringBuilder text = new StringBuilder();
    secret
        .codePoints()
        .forEach(
            one -> {
              if (special.test(one)) {
                text.append('\\');
              }
              text.appendCodePoint(one);
            });
    return text.toString();
  }

  private void json() {
    String plain = json(_ -> false);
    forms.add(plain);
    forms.add(plain.replace("/", "\\/"));
    forms.add(json(one -> one > 126));
    forms.add(json(one -> "<>&'".indexOf(one) >= 0));
  }

  /// @param numbered the characters that are written as `\\uXXXX`, besides those that must be
  private String json(IntPredicate numbered) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < secret.length(); at++) {
      char one = secret.charAt(at);
      switch (one) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (one < ' ' || numbered.test(one)) {
            text.append("\\u").append(HexFormat.of().toHexDigits(one));
          } else {
            text.append(one);
          }
        }
      }
    }
    return text.toString();
  }

  /// As Python, Ruby and JavaScript print a string in single quotes.
  private void literals() {
    String text = json(_ -> false).replace("\\\"", "\"");
    forms.add(text);
    forms.add(text.replace("'", "\\'"));
  }

  /// As programs print what is not ASCII where they do not trust the terminal with it: Python's
  /// `ascii()` and `bytes`, `sed -n l`, `printf %q` of older shells, and coreutils in the C locale.
  private void escapedBytes() {
    if (secret.chars().allMatch(one -> one < FIRST_BEYOND_ASCII)) {
      return;
    }
    String octal = bytes("", one -> "\\" + Integer.toOctalString(one), "");
    String hex = bytes("", one -> "\\x" + Integer.toHexString(one), "");
    for (String text : List.of(octal, hex, numbered())) {
      forms.add(text);
      forms.add(text.replace("'", "\\'"));
      forms.add(text.replace("'", "'\\''"));
    }
    forms.add(bytes("'$'", one -> "\\" + Integer.toOctalString(one), "''"));
  }

  /// @param begin what stands before the bytes that are not ASCII, wherever there are some
  /// @param end what stands behind them; then, quotes are escaped as within single ones
  private String bytes(String begin, IntFunction<String> escape, String end) {
    StringBuilder text = new StringBuilder();
    boolean inside = false;
    for (byte signed : secret.getBytes(StandardCharsets.UTF_8)) {
      int one = signed & 0xff;
      boolean escaped = one >= FIRST_BEYOND_ASCII;
      if (escaped != inside) {
        text.append(escaped ? begin : end);
        inside = escaped;
      }
      if (escaped) {
        text.append(escape.apply(one));
      } else {
        text.append(one == '\'' && !end.isEmpty() ? "'\\''" : String.valueOf((char) one));
      }
    }
    return text.toString();
  }

  /// As Python's `ascii()` writes code points.
  private String numbered() {
    StringBuilder text = new StringBuilder();
    secret
        .codePoints()
        .forEach(
            one -> {
              if (one < FIRST_BEYOND_ASCII) {
                text.append((char) one);
              } else if (one < 0x100) {
                text.append("\\x").append(HexFormat.of().toHexDigits((byte) one));
              } else if (one < 0x10000) {
                text.append("\\u").append(HexFormat.of().toHexDigits((char) one));
              } else {
                text.append("\\U").append(HexFormat.of().toHexDigits(one));
              }
            });
    return text.toString();
  }

  private void markup() {
    String text = secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    forms.add(text);
    forms.add(text.replace("\"", "&quot;"));
    forms.add(text.replace("\"", "&quot;").replace("'", "&apos;"));
    forms.add(text.replace("\"", "&quot;").replace("'", "&#x27;"));
    forms.add(text.replace("\"", "&#34;").replace("'", "&#39;"));
  }

  private void addresses() {
    for (String kept : List.of("-_.~", "-_.~/", "-_.~!*'()", "-_.*", "-_.~!$&'()*+,;=:@/?")) {
      String upper = percent(kept);
      for (String text : List.of(upper, upper.replace("%20", "+"))) {
        forms.add(text);
        forms.add(lower(text));
      }
    }
  }

  private String percent(String kept) {
    StringBuilder text = new StringBuilder();
    for (byte one : secret.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (one & 0xff);
      if (c < 128 && (Character.isLetterOrDigit(c) || kept.indexOf(c) >= 0)) {
        text.append(c);
      } else {
        text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(one));
      }
    }
    return text.toString();
  }

  /// The same with small letters behind each `%`.
  private static String lower(String text) {
    StringBuilder small = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      boolean digits = text.charAt(at) == '%' && at + 2 < text.length();
      int end = digits ? at + 3 : at + 1;
      String piece = text.substring(at, end);
      small.append(digits ? piece.toLowerCase(Locale.ROOT) : piece);
      at = end - 1;
    }
    return small.toString();
  }

  private void hex() {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    for (HexFormat format : List.of(HexFormat.of(), HexFormat.of().withUpperCase())) {
      forms.add(format.formatHex(bytes));
      forms.add(format.withDelimiter(":").formatHex(bytes));
    }
  }

  private void base64() {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      for (int offset = 0; offset < 3; offset++) {
        byte[] shifted = new byte[offset + bytes.length];
        System.arraycopy(bytes, 0, shifted, offset, bytes.length);
        String text = encoder.withoutPadding().encodeToString(shifted);
        // Characters that depend on what stands before and behind are left out.
        forms.add(text.substring((offset * 8 + 5) / 6, shifted.length * 8 / 6));
      }
    }
  }

  /// A key of several lines may be printed line by line.
  private void lines() {
    secret
        .lines()
        .map(String::strip)
        .filter(line -> line.length() >= SHORTEST_LINE && !line.startsWith(BOUNDARY))
        .forEach(forms::add);
  }
}
