package dev.provision.adapter.local.machine;

import dev.provision.ports.cloud.NodeRequest;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// The text of a small record's file: a properties file without the date on top, for whose sake
/// Java would load its time zones, 40 ms of a deployment's second.
public final class RecordText {
  private final Properties fields;

  private RecordText(Properties fields) {
    this.fields = fields;
  }

  public static String of(Map<String, String> fields) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(fields)
        .forEach(
            (name, value) -> text.append(name).append('=').append(escaped(value)).append('\n'));
    return text.toString();
  }

  private static String escaped(String value) {
    String escaped =
        value
            .replace("\\", "\\\\")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t")
            .replace("\f", "\\f");
    return escaped.startsWith(" ") ? "\\" + escaped : escaped;
  }

  public static RecordText parse(String text) {
    Properties fields = new Properties();
    try {
      fields.load(new StringReader(text));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
    return new RecordText(fields);
  }

  /// What a node shows as its labels: those of a record, and its token, unless that is damaged.
  public static Map<String, String> labels(Map<String, String> labels, String token) {
    Map<String, String> shown = new TreeMap<>(labels);
    if (!token.isEmpty()) {
      shown.put(NodeRequest.TOKEN_LABEL, token);
    }
    return shown;
  }

  /// The fields whose names begin like that; records of earlier versions have none of some.
  public Map<String, String> fields(String prefix) {
    Map<String, String> found = new TreeMap<>();
    for (String name : fields.stringPropertyNames()) {
      if (name.startsWith(prefix)) {
        found.put(name, fields.getProperty(name));
      }
    }
    return found;
  }

  /// The value of a field.
  ///
  /// @throws IllegalArgumentException if there is none
  public String field(String name) {
    String value = fields.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }
}
