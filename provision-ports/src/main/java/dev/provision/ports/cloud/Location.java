package dev.provision.ports.cloud;

import java.util.Optional;

/// A place where a provider runs nodes.
///
/// @param id the provider's ID
/// @param name human-readable; the ID if there is no other
/// @param remark a note for users, such as that the provider's data about this entry could not be
///   parsed, so that it is incomplete
public record Location(String id, String name, Optional<String> remark) {
  /// One without a remark.
  public Location(String id, String name) {
    this(id, name, Optional.empty());
  }

  /// The same with a remark.
  public Location remarked(String remark) {
    return new Location(id, name, Optional.of(remark));
  }
}
