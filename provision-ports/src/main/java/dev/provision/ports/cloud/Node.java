package dev.provision.ports.cloud;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A node as its provider sees it.
///
/// @param id the provider's ID
/// @param name the name it was created with
/// @param state what it is doing
/// @param publicAddresses IP addresses or host names reachable from anywhere, the preferred one
///   first
/// @param privateAddresses those reachable within the provider's network only
/// @param image what it runs, if the provider says so
/// @param size how big it is, if the provider says so
/// @param location where it runs, if the provider says so
/// @param createdAt when it was created, if the provider says so
/// @param remark a note for users, such as that the provider's data about this entry could not be
///   parsed, so that it is incomplete
/// @param labels those of [NodeRequest#labels()] that it was created with, and its token under
///   [NodeRequest#TOKEN_LABEL]; empty if the provider keeps none, or does not list them
public record Node(
    NodeId id,
    String name,
    State state,
    List<String> publicAddresses,
    List<String> privateAddresses,
    Optional<Image> image,
    Optional<Size> size,
    Optional<Location> location,
    Optional<Instant> createdAt,
    Optional<String> remark,
    Map<String, String> labels) {

  /// Copies the collections.
  public Node {
    labels = Map.copyOf(labels);
    publicAddresses = copied(publicAddresses, "publicAddresses");
    privateAddresses = copied(privateAddresses, "privateAddresses");
  }

  /// Code that was compiled without null checks may pass a null; the exception says where.
  private static List<String> copied(List<String> addresses, String component) {
    String missing = "a null for Node." + component + ", or in it";
    Objects.requireNonNull(addresses, missing);
    addresses.forEach(address -> Objects.requireNonNull(address, missing));
    return List.copyOf(addresses);
  }

  /// One without a remark and labels.
  public Node(
      NodeId id,
      String name,
      State state,
      List<String> publicAddresses,
      List<String> privateAddresses,
      Optional<Image> image,
      Optional<Size> size,
      Optional<Location> location,
      Optional<Instant> createdAt) {
    this(
        id,
        name,
        state,
        publicAddresses,
        privateAddresses,
        image,
        size,
        location,
        createdAt,
        Optional.empty(),
        Map.of());
  }

  /// The token of the request that created it: if there is one, Provision did. Empty if the
  /// provider does not show it.
  public Optional<String> token() {
    return Optional.ofNullable(labels.get(NodeRequest.TOKEN_LABEL));
  }

  /// The same with a remark.
  public Node remarked(String remark) {
    return new Node(
        id,
        name,
        state,
        publicAddresses,
        privateAddresses,
        image,
        size,
        location,
        createdAt,
        Optional.of(remark),
        labels);
  }

  /// The same with labels.
  public Node labelled(Map<String, String> labels) {
    return new Node(
        id,
        name,
        state,
        publicAddresses,
        privateAddresses,
        image,
        size,
        location,
        createdAt,
        remark,
        labels);
  }

  /// What a node is doing.
  public enum State {
    /// Accepted, not yet running.
    PENDING,
    /// Running.
    RUNNING,
    /// Exists, but is not running.
    STOPPED,
    /// Gone, or being destroyed.
    TERMINATED,
    /// The provider reports a failure.
    ERROR,
    /// The provider reports another state.
    UNKNOWN
  }
}
