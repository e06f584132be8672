package dev.provision.library.text;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Writes maps, lists, texts, numbers, truth values, and optional ones of these, as JSON (RFC
/// 8259).
///
/// Only writing is needed here, for which a library would cost each start more than it saves.
public final class JsonText {
  private final StringBuilder text = new StringBuilder();
  private final boolean indented;

  private JsonText(boolean indented) {
    this.indented = indented;
  }

  /// Several lines, indented by two blanks, without a line feed at the end.
  public static String write(Object value) {
    return of(value, true);
  }

  /// The same in one line.
  public static String line(Object value) {
    return of(value, false);
  }

  private static String of(Object value, boolean indented) {
    JsonText json = new JsonText(indented);
    json.value(value, "\n");
    return json.text.toString();
  }

  private void value(Object value, String margin) {
    switch (value) {
      case Map<?, ?> map -> map(map, margin);
      case List<?> list -> list(list, margin);
      case Optional<?> maybe when maybe.isPresent() -> value(maybe.get(), margin);
      case OptionalLong maybe when maybe.isPresent() -> text.append(maybe.getAsLong());
      case OptionalDouble maybe when maybe.isPresent() -> text.append(maybe.getAsDouble());
      case Optional<?> _, OptionalLong _, OptionalDouble _ -> text.append("null");
      case Boolean _, Integer _, Long _, Double _ -> text.append(value);
      default -> string(value.toString());
    }
  }

  private void map(Map<?, ?> map, String margin) {
    if (map.isEmpty()) {
      text.append("{}");
      return;
    }
    String inner = indented ? margin + "  " : "";
    text.append('{');
    for (Iterator<? extends Map.Entry<?, ?>> all = map.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<?, ?> entry = all.next();
      text.append(inner);
      string(String.valueOf(entry.getKey()));
      text.append(indented ? ": " : ":");
      value(entry.getValue(), inner);
      text.append(all.hasNext() ? "," : indented ? margin : "");
    }
    text.append('}');
  }

  private void list(List<?> list, String margin) {
    if (list.isEmpty()) {
      text.append("[]");
      return;
    }
    String inner = indented ? margin + "  " : "";
    text.append('[');
    for (Iterator<?> all = list.iterator(); all.hasNext(); ) {
      text.append(inner);
      value(all.next(), inner);
      text.append(all.hasNext() ? "," : indented ? margin : "");
    }
    text.append(']');
  }

  private void string(String words) {
    text.append('"');
    words.codePoints().forEach(this::character);
    text.append('"');
  }

  private void character(int one) {
    switch (one) {
      case '"' -> text.append("\\\"");
      case '\\' -> text.append("\\\\");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      default -> {
        if (one < ' ' || Character.getType(one) == Character.SURROGATE) {
          text.append(String.format(Locale.ROOT, "\\u%04x", one));
        } else {
          text.appendCodePoint(one);
        }
      }
    }
  }
}
