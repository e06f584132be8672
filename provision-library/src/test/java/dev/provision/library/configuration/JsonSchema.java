package dev.provision.library.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// Checks values against the part of JSON Schema that `provision.schema.json` uses; a keyword it
/// does not know is an error, so that none is taken for granted.
final class JsonSchema {
  private final JsonNode root;

  JsonSchema(JsonNode root) {
    this.root = root;
  }

  /// Where the value does not fit; empty if it does.
  List<String> check(JsonNode value) {
    List<String> problems = new ArrayList<>();
    check(root, value, "", problems);
    return problems;
  }

  private void check(JsonNode schema, JsonNode value, String path, List<String> problems) {
    for (String keyword : schema.propertyNames()) {
      JsonNode rule = schema.path(keyword);
      boolean holds =
          switch (keyword) {
            case "$schema",
                "$defs",
                "title",
                "description",
                "additionalProperties",
                "patternProperties" ->
                true;
            case "$ref" -> follow(rule, value, path, problems);
            case "type" -> types(rule).anyMatch(type -> is(type, value));
            case "pattern" ->
                !value.isString()
                    || Pattern.compile(rule.asString()).matcher(value.asString()).find();
            case "oneOf" -> stream(rule).filter(branch -> fits(branch, value)).count() == 1;
            case "items" -> items(rule, value, path, problems);
            case "properties" -> properties(schema, value, path, problems);
            case "propertyNames" ->
                value.propertyNames().stream().allMatch(name -> fits(rule, text(name)));
            case "required" ->
                !value.isObject() || stream(rule).allMatch(name -> value.has(name.asString()));
            case "anyOf" -> stream(rule).anyMatch(branch -> fits(branch, value));
            case "not" -> !fits(rule, value);
            case "minItems" -> !value.isArray() || value.size() >= rule.asInt();
            case "minProperties" -> !value.isObject() || value.size() >= rule.asInt();
            case "maxProperties" -> !value.isObject() || value.size() <= rule.asInt();
            default -> throw new IllegalArgumentException("unknown keyword " + keyword);
          };
      if (!holds) {
        problems.add(path + ": " + keyword);
      }
    }
    if (!schema.has("properties") && schema.has("additionalProperties")) {
      properties(schema, value, path, problems);
    }
  }

  private static JsonNode text(String name) {
    return tools.jackson.databind.node.StringNode.valueOf(name);
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static Stream<String> types(JsonNode rule) {
    return rule.isString() ? Stream.of(rule.asString()) : stream(rule).map(JsonNode::asString);
  }

  private boolean fits(JsonNode schema, JsonNode value) {
    List<String> problems = new ArrayList<>();
    check(schema, value, "", problems);
    return problems.isEmpty();
  }

  private boolean follow(JsonNode rule, JsonNode value, String path, List<String> problems) {
    check(root.at(rule.asString().substring(1)), value, path, problems);
    return true;
  }

  private boolean items(JsonNode rule, JsonNode value, String path, List<String> problems) {
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      check(rule, value.get(i), path + "/" + i, problems);
    }
    return true;
  }

  private boolean properties(JsonNode schema, JsonNode value, String path, List<String> problems) {
    JsonNode others = schema.path("additionalProperties");
    for (String name : value.propertyNames()) {
      JsonNode own = schema.path("properties").path(name);
      if (!own.isMissingNode()) {
        check(own, value.path(name), path + "/" + name, problems);
      } else if (others.isObject()) {
        check(others, value.path(name), path + "/" + name, problems);
      } else if (others.isBoolean() && !others.asBoolean() && !byPattern(schema, name)) {
        problems.add(path + "/" + name + ": unknown");
      }
    }
    return true;
  }

  /// Patterns say nothing about values here, so that none is checked.
  private static boolean byPattern(JsonNode schema, String name) {
    return schema.path("patternProperties").propertyNames().stream()
        .anyMatch(pattern -> Pattern.compile(pattern).matcher(name).find());
  }

  private static boolean is(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException("unknown type " + type);
    };
  }
}
