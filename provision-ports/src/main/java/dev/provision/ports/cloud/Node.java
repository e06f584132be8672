package dev.provision.ports.cloud;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A node as its provider sees it.
///
/// @param id the provider's id
/// @param name the name it was created with
/// @param state what it is doing
/// @param publicAddresses IP addresses or host names reachable from anywhere, the preferred one
///   first
/// @param privateAddresses those reachable within the provider's network only
/// @param image what it started from, where the provider says so
/// @param size what it consists of, where the provider says so
/// @param location where it runs, where the provider says so
/// @param createdAt when it was created, where the provider says so
public record Node(
    NodeId id,
    String name,
    State state,
    List<String> publicAddresses,
    List<String> privateAddresses,
    Optional<Image> image,
    Optional<Size> size,
    Optional<Location> location,
    Optional<Instant> createdAt) {

  /// Copies the lists.
  public Node {
    publicAddresses = List.copyOf(publicAddresses);
    privateAddresses = List.copyOf(privateAddresses);
  }

  /// What a node is doing.
  public enum State {
    /// Accepted, not yet running.
    PENDING,
    /// Running.
    RUNNING,
    /// Exists, but does not run.
    STOPPED,
    /// Gone, or on its way.
    TERMINATED,
    /// The provider says it failed.
    ERROR,
    /// The provider says something else.
    UNKNOWN
  }
}
