package dev.provision.adapter.local;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Properties;

/// What is on record of a node from the moment it is asked for.
///
/// @param id its id, and the name of its directory
/// @param name the name it was asked for with
/// @param token the request it belongs to
/// @param address its loopback address
/// @param createdAt when it was asked for
/// @param maker the program that makes it; if that ends before the node runs, the node was never
///   made
record NodeRecord(
    String id,
    String name,
    String token,
    String address,
    Instant createdAt,
    ProcessIdentity maker) {

  /// The text of the record's file.
  String format() {
    Properties fields = new Properties();
    fields.setProperty("name", name);
    fields.setProperty("token", token);
    fields.setProperty("address", address);
    fields.setProperty("created-at", createdAt.toString());
    fields.setProperty("maker", maker.toString());
    StringWriter text = new StringWriter();
    try {
      fields.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }

  /// Reads what [#format()] wrote.
  ///
  /// @throws IOException if something is missing or has another form
  static NodeRecord parse(String id, String text) throws IOException {
    Properties fields = new Properties();
    try {
      fields.load(new StringReader(text));
      return new NodeRecord(
          id,
          field(fields, "name"),
          field(fields, "token"),
          field(fields, "address"),
          Instant.parse(field(fields, "created-at")),
          ProcessIdentity.parse(field(fields, "maker")));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new IOException("the record of node " + id + " is damaged: " + e.getMessage(), e);
    }
  }

  private static String field(Properties fields, String name) {
    String value = fields.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }
}
