package dev.provision.adapter.local.node;

import dev.provision.adapter.local.machine.LoopbackAddresses;
import dev.provision.adapter.local.machine.ProcessIdentity;
import dev.provision.adapter.local.machine.RecordText;
import dev.provision.ports.cloud.NodeRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
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
/// @param labels see [NodeRequest#labels()]
record NodeRecord(
    String id,
    String name,
    String token,
    String address,
    Instant createdAt,
    ProcessIdentity maker,
    Map<String, String> labels) {

  /// What is known of a node whose record cannot be read.
  static NodeRecord unknown(String id, Instant createdAt) {
    return new NodeRecord(id, nameOf(id), "", "", createdAt, ProcessIdentity.NONE, Map.of());
  }

  /// The same with these labels, too.
  NodeRecord labelled(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(labels);
    all.putAll(more);
    return new NodeRecord(id, name, token, address, createdAt, maker, all);
  }

  /// What the node shows as its labels.
  Map<String, String> shown() {
    return RecordText.labels(labels, token);
  }

  /// The text of the record's file.
  String format() {
    Map<String, String> fields = new HashMap<>(labels);
    fields.put("name", name);
    fields.put("token", token);
    fields.put("address", address);
    fields.put("created-at", createdAt.toString());
    fields.put("maker", maker.toString());
    return RecordText.of(fields);
  }

  /// Reads what [#format()] wrote.
  ///
  /// @throws IOException if something is missing, has another form, or is about another node
  static NodeRecord parse(String id, String text) throws IOException {
    try {
      RecordText fields = RecordText.parse(text);
      return new NodeRecord(
          id,
          name(id, fields.field("name")),
          fields.field("token"),
          address(fields.field("address")),
          Instant.parse(fields.field("created-at")),
          ProcessIdentity.parse(fields.field("maker")),
          fields.fields(NodeRequest.LABEL_PREFIX));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /// A record that was copied from another node would give this one its name.
  private static String name(String id, String name) {
    if (!nameOf(id).equals(name)) {
      throw new IllegalArgumentException("it belongs to another node, " + name);
    }
    return name;
  }

  /// The node's server listens there: nobody else may reach it.
  private static String address(String address) {
    if (!LoopbackAddresses.isOne(address)) {
      throw new IllegalArgumentException("'" + address + "' is not a loopback address");
    }
    return address;
  }

  private static String nameOf(String id) {
    return id.replaceFirst("-[0-9a-f]{8}$", "");
  }
}
