package dev.provision.ports.cloud;

import java.util.Optional;

/// A place where a provider runs nodes.
///
/// @param id the provider's id for it
/// @param name for people; the id where there is no other
/// @param remark what a person should know of this entry, such as that the provider says something
///   of it that cannot be read; what is told of it then is not all
public record Location(String id, String name, Optional<String> remark) {
  /// One of which there is nothing to remark.
  public Location(String id, String name) {
    this(id, name, Optional.empty());
  }

  /// The same with a remark.
  public Location remarked(String remark) {
    return new Location(id, name, Optional.of(remark));
  }
}
