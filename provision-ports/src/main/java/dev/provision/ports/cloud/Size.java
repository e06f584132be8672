package dev.provision.ports.cloud;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// How big a node is.
///
/// @param id the provider's ID
/// @param name human-readable; the ID if there is no other
/// @param cpus processor cores, if known
/// @param memoryBytes main memory, if known
/// @param diskBytes disk size, if known
/// @param remark a note for users, such as that the provider's data about this entry could not be
///   parsed, so that it is incomplete
public record Size(
    String id,
    String name,
    OptionalDouble cpus,
    OptionalLong memoryBytes,
    OptionalLong diskBytes,
    Optional<String> remark) {
  /// One without a remark.
  public Size(
      String id,
      String name,
      OptionalDouble cpus,
      OptionalLong memoryBytes,
      OptionalLong diskBytes) {
    this(id, name, cpus, memoryBytes, diskBytes, Optional.empty());
  }

  /// The same with a remark.
  public Size remarked(String remark) {
    return new Size(id, name, cpus, memoryBytes, diskBytes, Optional.of(remark));
  }
}
