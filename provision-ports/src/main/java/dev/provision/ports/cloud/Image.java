package dev.provision.ports.cloud;

import java.util.Optional;

/// What a node starts from.
///
/// @param id the provider's id for it
/// @param name its full name, such as `Ubuntu 24.04 LTS (Noble Numbat)`
/// @param remark what a person should know of this entry, such as that the provider says something
///   of it that cannot be read; what is told of it then is not all
public record Image(String id, String name, Optional<String> remark) {
  /// One of which there is nothing to remark.
  public Image(String id, String name) {
    this(id, name, Optional.empty());
  }

  /// The same with a remark.
  public Image remarked(String remark) {
    return new Image(id, name, Optional.of(remark));
  }
}
