package dev.provision.adapter.jclouds.answer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// What the body of an error says, whatever its form: JSON, XML, or plain text.
///
/// @param code the cloud's own short name for what is wrong; empty if there is none
/// @param message its words for people, decoded; empty if there are none
public record ErrorText(String code, String message) {
  private static final String LETTERS = "[A-Za-z.]+";

  /// What clouds call the words for people, the best first.
  private static final List<String> MESSAGES =
      List.of("message", "errortext", "detail", "error_description", "title", "error");

  private static final List<String> CODES = List.of("code", "reason");

  public static ErrorText in(String body) {
    String text = body.strip();
    if (text.startsWith("<")) {
      return inXml(text);
    }
    return text.startsWith("{") || text.startsWith("[") ? inJson(text) : new ErrorText("", text);
  }

  /// A page for browsers says nothing: the status does.
  private static ErrorText inXml(String text) {
    try {
      XmlElement root = XmlElement.parse(text);
      return new ErrorText(
          root.first("Code").filter(code -> code.matches(LETTERS)).orElse(""),
          root.first("Message").or(() -> root.first("errortext")).orElse(""));
    } catch (IllegalArgumentException _) {
      return new ErrorText("", "");
    }
  }

  private static ErrorText inJson(String text) {
    List<Field> fields;
    try {
      fields = fields(JsonValue.value(text));
    } catch (IllegalArgumentException _) {
      return new ErrorText("", text); // it was cut off, or is no JSON after all
    }
    String message =
        MESSAGES.stream()
            .flatMap(name -> Field.named(name, fields).map(Field::text))
            .filter(words -> !words.isBlank())
            .findFirst()
            .orElse(text);
    return new ErrorText(code(fields).orElse(""), message);
  }

  private static Optional<String> code(List<Field> fields) {
    return fields.stream()
        .filter(field -> CODES.contains(field.name) && field.text.matches(LETTERS))
        .map(Field::text)
        .findFirst();
  }

  /// Every text with a name, in order; without recursion, however deep it is nested.
  private static List<Field> fields(JsonElement root) {
    List<Field> fields = new ArrayList<>();
    Deque<Field> rest = new ArrayDeque<>(List.of(new Field("", root)));
    while (!rest.isEmpty()) {
      Field next = rest.pop();
      List<Field> members = next.members();
      members.reversed().forEach(rest::push);
      if (next.value instanceof JsonPrimitive primitive && primitive.isString()) {
        fields.add(next);
      }
    }
    return fields;
  }

  private record Field(String name, JsonElement value, String text) {
    Field(String name, JsonElement value) {
      this(name, value, value instanceof JsonPrimitive primitive ? primitive.getAsString() : "");
    }

    List<Field> members() {
      return switch (value) {
        case JsonObject object ->
            object.entrySet().stream()
                .map(member -> new Field(member.getKey(), member.getValue()))
                .toList();
        case JsonArray array ->
            array.asList().stream().map(member -> new Field(name, member)).toList();
        default -> List.of();
      };
    }

    static java.util.stream.Stream<Field> named(String name, List<Field> fields) {
      return fields.stream().filter(field -> field.name.equals(name));
    }
  }
}
