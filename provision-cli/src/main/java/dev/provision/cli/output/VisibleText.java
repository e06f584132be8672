package dev.provision.cli.output;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/// Shows every character of a text: what a terminal would obey, or show nothing of, is written as
/// JSON escapes it, such as `\u001b`. So text from elsewhere can neither control a terminal nor
/// pass for another text; and JSON that was shown is the same JSON.
///
/// These are the controls (C0, DEL, C1), Unicode's format characters and its line and paragraph
/// separators, all others that are invisible by design, and half surrogate pairs. See
/// docs/adr/0045.
public final class VisibleText {
  /// What stands before a line that is not ours, below one that is.
  public static final String QUOTED = "  | ";

  private VisibleText() {}

  /// One line: line feeds and tabs are shown, too.
  public static String line(String text) {
    return escaped(text, VisibleText::isHidden);
  }

  /// One word: blanks are shown, too.
  public static String word(String text) {
    return escaped(text, one -> isHidden(one) || Character.isSpaceChar(one));
  }

  /// Text with line feeds and tabs, which stay.
  public static String layout(String text) {
    return escaped(text, one -> isHidden(one) && one != '\n' && one != '\t');
  }

  /// Lines that stay together: the later ones are marked as quoted, so that none passes for a
  /// message, or for advice below one; tabs are shown.
  public static String paragraph(String text) {
    return lines(text).stream().map(VisibleText::line).collect(Collectors.joining("\n" + QUOTED));
  }

  /// Every line of a text; a tab stays.
  public static List<String> lines(String text) {
    List<String> lines = List.of(layout(text).split("\n", -1));
    return lines.getLast().isEmpty() ? lines.subList(0, lines.size() - 1) : lines;
  }

  /// Every line of what a program wrote. A carriage return before a line feed is a part of the
  /// line's end, any other is shown; so is a byte that is not UTF-8, as `\xff`.
  public static List<String> outputLines(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\n') {
        lines.add(outputLine(bytes, start, at > start && bytes[at - 1] == '\r' ? at - 1 : at));
        start = at + 1;
      }
    }
    if (start < bytes.length) {
      lines.add(outputLine(bytes, start, bytes.length));
    }
    return lines;
  }

  private static String outputLine(byte[] bytes, int from, int to) {
    return layout(decoded(ByteBuffer.wrap(bytes, from, to - from)));
  }

  /// UTF-8 as text; a byte that is not UTF-8 becomes `\xff`.
  public static String decoded(ByteBuffer bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    StringBuilder text = new StringBuilder();
    CharBuffer some = CharBuffer.allocate(Math.max(1, bytes.remaining()));
    while (true) {
      CoderResult result = decoder.decode(bytes, some, true);
      text.append(some.flip());
      some.clear();
      if (!result.isError()) {
        return text.toString();
      }
      for (int count = result.length(); count > 0; count--) {
        text.append(String.format(Locale.ROOT, "\\x%02x", bytes.get() & 0xff));
      }
      decoder.reset();
    }
  }

  /// How many of these bytes are whole characters: fewer than there are if the last one of UTF-8 is
  /// still to be continued.
  public static int wholeCharacters(byte[] bytes) {
    for (int back = 1; back <= Math.min(3, bytes.length); back++) {
      int one = bytes[bytes.length - back] & 0xff;
      if (one >= 0xc0) {
        int length = one >= 0xf0 ? 4 : one >= 0xe0 ? 3 : 2;
        return length > back ? bytes.length - back : bytes.length;
      }
      if (one < 0x80) {
        break;
      }
    }
    return bytes.length;
  }

  /// Whether a terminal would obey it, or show nothing.
  public static boolean isHidden(int one) {
    if (one < 0x7f) {
      return one < ' ';
    }
    return switch (Character.getType(one)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> isIgnorable(one);
    };
  }

  /// The rest of Unicode's Default_Ignorable_Code_Point, which Java does not know: fillers,
  /// variation selectors, and what is reserved for such.
  private static boolean isIgnorable(int one) {
    return switch (one) {
      case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180c, 0x180d, 0x180f -> true;
      case 0x2065, 0x3164, 0xffa0 -> true;
      default ->
          (one >= 0xfe00 && one <= 0xfe0f)
              || (one >= 0xfff0 && one <= 0xfff8)
              || (one >= 0xe0000 && one <= 0xe0fff);
    };
  }

  private static String escaped(String text, IntPredicate hidden) {
    int at = 0;
    while (at < text.length() && !hidden.test(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    if (at == text.length()) {
      return text; // as nearly all are
    }
    StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, at);
    text.substring(at)
        .codePoints()
        .forEach(
            one -> {
              if (hidden.test(one)) {
                escape(one, shown);
              } else {
                shown.appendCodePoint(one);
              }
            });
    return shown.toString();
  }

  /// As JSON writes it: with two escapes where there are two halves.
  static void escape(int one, StringBuilder to) {
    switch (one) {
      case '\n' -> to.append("\\n");
      case '\t' -> to.append("\\t");
      case '\r' -> to.append("\\r");
      default -> {
        for (char half : Character.toChars(one)) {
          to.append(String.format(Locale.ROOT, "\\u%04x", (int) half));
        }
      }
    }
  }
}
