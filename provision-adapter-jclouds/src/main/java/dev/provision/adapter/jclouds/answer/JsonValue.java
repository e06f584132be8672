package dev.provision.adapter.jclouds.answer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A value of a JSON answer.
///
/// Tested by `OddAnswersTest` and `OddListsTest`.
///
/// @param value the value
public record JsonValue(JsonElement value) {
  /// Parses an answer.
  ///
  /// @throws IllegalArgumentException if it is no JSON object
  public static JsonValue parse(String text) {
    JsonValue answer = new JsonValue(value(text));
    if (!answer.isObject()) {
      throw new IllegalArgumentException("it is not a JSON object");
    }
    return answer;
  }

  /// The members of an answer that is a list.
  ///
  /// @throws IllegalArgumentException if it is no JSON array
  public static List<JsonValue> parseList(String text) {
    if (value(text) instanceof JsonArray array) {
      return new JsonValue(array).members();
    }
    throw new IllegalArgumentException("it is not a JSON array");
  }

  /// @throws IllegalArgumentException if it is no JSON
  static JsonElement value(String text) {
    try {
      return JsonParser.parseString(text);
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("it is not JSON", e);
    }
  }

  /// The value at the end of this path of names.
  public Optional<JsonValue> at(String path) {
    JsonElement found = value;
    for (String name : path.split("/", -1)) {
      if (!(found instanceof JsonObject || found.isJsonNull())) {
        OddFields.note(path);
      }
      found =
          found instanceof JsonObject object && object.has(name)
              ? object.get(name)
              : JsonNull.INSTANCE;
    }
    return found.isJsonNull() ? Optional.empty() : Optional.of(new JsonValue(found));
  }

  /// The members of the array at the end of this path; none if there is no such array.
  public List<JsonValue> all(String path) {
    Optional<JsonValue> found = at(path);
    if (found.isPresent() && !(found.get().value instanceof JsonArray)) {
      OddFields.note(path);
    }
    return found.map(JsonValue::members).orElse(List.of());
  }

  /// The names in this object; none if it is no object.
  public Set<String> keys() {
    return value instanceof JsonObject object ? object.keySet() : Set.of();
  }

  /// The members of this array; none if it is no array.
  public List<JsonValue> members() {
    return value instanceof JsonArray array
        ? array.asList().stream().map(JsonValue::new).toList()
        : List.of();
  }

  /// The map of names at the end of this path, which must be there.
  ///
  /// @throws IllegalArgumentException if it is not, or is something else
  public JsonValue object(String path) {
    return at(path)
        .filter(JsonValue::isObject)
        .orElseThrow(() -> new IllegalArgumentException("there is no " + path + " in it"));
  }

  /// Whether it is a map of names.
  public boolean isObject() {
    return value.isJsonObject();
  }

  /// The values of this map of names, in order.
  public List<JsonValue> values() {
    return value.getAsJsonObject().asMap().values().stream().map(JsonValue::new).toList();
  }

  /// The array at the end of this path, which must be there.
  ///
  /// @throws IllegalArgumentException if it is not, or is something else
  public List<JsonValue> list(String path) {
    JsonValue found =
        at(path).orElseThrow(() -> new IllegalArgumentException("there is no " + path + " in it"));
    if (!(found.value instanceof JsonArray)) {
      throw new IllegalArgumentException(path + " in it is not a list");
    }
    return found.members();
  }

  /// The array at the end of this path, which is left out where it would be empty.
  ///
  /// @throws IllegalArgumentException if something else is there
  public List<JsonValue> listIfAny(String path) {
    return at(path).isEmpty() ? List.of() : list(path);
  }

  /// The map of names at the end of this path, which is left out where it would be empty.
  ///
  /// @throws IllegalArgumentException if something else is there
  public List<JsonValue> valuesIfAny(String path) {
    Optional<JsonValue> found = at(path);
    if (found.isPresent() && !found.get().isObject()) {
      throw new IllegalArgumentException(path + " in it is not an object");
    }
    return found.map(JsonValue::values).orElse(List.of());
  }

  /// The values of the map of names at the end of this path; none if there is no such map.
  public List<JsonValue> objects(String path) {
    Optional<JsonValue> found = at(path);
    if (found.isPresent() && !found.get().isObject()) {
      OddFields.note(path);
      return List.of();
    }
    return found.map(JsonValue::values).orElse(List.of());
  }

  /// The time at the end of this path; empty if it cannot be read.
  public Optional<Instant> time(String path) {
    try {
      return text(path).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException _) {
      OddFields.note(path);
      return Optional.empty(); // one field less
    }
  }

  /// The text or number under this name in whatever case it is written, as programs in Go read it.
  public Optional<String> textInAnyCase(String name) {
    if (value instanceof JsonObject object && !object.has(name)) {
      return object.keySet().stream()
          .filter(name::equalsIgnoreCase)
          .findFirst()
          .flatMap(this::text);
    }
    return text(name);
  }

  /// The text or number at the end of this path.
  public Optional<String> text(String path) {
    Optional<JsonValue> found = at(path);
    if (found.isPresent() && !found.get().value.isJsonPrimitive()) {
      OddFields.note(path);
    }
    return found.flatMap(JsonValue::asText);
  }

  /// The text at the end of this path, which is left out where there is none, as may be what leads
  /// to it.
  ///
  /// @throws IllegalArgumentException if something else is there
  public Optional<String> textIfAny(String path) {
    Optional<JsonValue> found = Optional.of(this);
    for (String name : path.split("/", -1)) {
      if (found.isPresent() && !found.get().isObject()) {
        throw new IllegalArgumentException(path + " in it cannot be read");
      }
      found = found.flatMap(one -> one.at(name));
    }
    if (found.isPresent() && !(found.get().value instanceof JsonPrimitive p && p.isString())) {
      throw new IllegalArgumentException(path + " in it is not a string");
    }
    return found.flatMap(JsonValue::asText);
  }

  /// This text or number.
  public Optional<String> asText() {
    return value instanceof JsonPrimitive primitive
        ? Optional.of(primitive.getAsString()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  /// The number at the end of this path.
  public Optional<Double> number(String path) {
    Optional<JsonValue> found = at(path);
    if (found.isPresent() && !(found.get().value instanceof JsonPrimitive p && p.isNumber())) {
      OddFields.note(path);
      return Optional.empty();
    }
    return found.map(number -> number.value.getAsDouble());
  }

  /// A text that must be there.
  ///
  /// @throws IllegalArgumentException if it is not
  public String required(String path) {
    return text(path)
        .orElseThrow(() -> new IllegalArgumentException("there is no " + path + " in it"));
  }
}
