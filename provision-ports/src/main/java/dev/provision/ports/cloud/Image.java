package dev.provision.ports.cloud;

import java.util.Optional;

/// What a node runs.
///
/// @param id the provider's ID
/// @param name its full name, such as `Ubuntu 24.04 LTS (Noble Numbat)`
/// @param remark a note for users, such as that the provider's data about this entry could not be
///   parsed, so that it is incomplete
public record Image(String id, String name, Optional<String> remark) {
  /// One without a remark.
  public Image(String id, String name) {
    this(id, name, Optional.empty());
  }

  /// The same with a remark.
  public Image remarked(String remark) {
    return new Image(id, name, Optional.of(remark));
  }
}
