package dev.provision.adapter.local;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;

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

  /// What is known of a node whose record cannot be read.
  static NodeRecord unknown(String id, Instant createdAt) {
    String name = id.replaceFirst("-[0-9a-f]{8}$", "");
    return new NodeRecord(id, name, "", "", createdAt, ProcessIdentity.NONE);
  }

  /// The text of the record's file.
  String format() {
    return RecordText.of(
        Map.of(
            "name", name,
            "token", token,
            "address", address,
            "created-at", createdAt.toString(),
            "maker", maker.toString()));
  }

  /// Reads what [#format()] wrote.
  ///
  /// @throws IOException if something is missing or has another form
  static NodeRecord parse(String id, String text) throws IOException {
    try {
      RecordText fields = RecordText.parse(text);
      return new NodeRecord(
          id,
          fields.field("name"),
          fields.field("token"),
          fields.field("address"),
          Instant.parse(fields.field("created-at")),
          ProcessIdentity.parse(fields.field("maker")));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }
}
