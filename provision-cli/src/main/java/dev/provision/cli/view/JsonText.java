package dev.provision.cli.view;

import dev.provision.cli.output.VisibleText;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Writes maps, lists, texts, numbers, truth values, and optional ones of these, as JSON, indented.
///
/// Only writing is needed here, for which a library would cost more than it saves.
public final class JsonText {
  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  /// The text, without a line feed at its end.
  public static String write(Object value) {
    JsonText json = new JsonText();
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
      case Boolean _, Integer _, Long _ -> text.append(value);
      default -> string(value.toString());
    }
  }

  private void map(Map<?, ?> map, String margin) {
    if (map.isEmpty()) {
      text.append("{}");
      return;
    }
    String inner = margin + "  ";
    text.append('{');
    for (Iterator<? extends Map.Entry<?, ?>> all = map.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<?, ?> entry = all.next();
      text.append(inner);
      string(String.valueOf(entry.getKey()));
      text.append(": ");
      value(entry.getValue(), inner);
      text.append(all.hasNext() ? "," : margin);
    }
    text.append('}');
  }

  private void list(List<?> list, String margin) {
    if (list.isEmpty()) {
      text.append("[]");
      return;
    }
    String inner = margin + "  ";
    text.append('[');
    for (Iterator<?> all = list.iterator(); all.hasNext(); ) {
      text.append(inner);
      value(all.next(), inner);
      text.append(all.hasNext() ? "," : margin);
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
      default -> {
        if (VisibleText.isHidden(one)) {
          VisibleText.escape(one, text);
        } else {
          text.appendCodePoint(one);
        }
      }
    }
  }
}
