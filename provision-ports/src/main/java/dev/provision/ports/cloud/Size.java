package dev.provision.ports.cloud;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What a node consists of.
///
/// @param id the provider's id for it
/// @param name for people; the id where there is no other
/// @param cpus processor cores, where known
/// @param memoryBytes main memory, where known
/// @param diskBytes disk, where known
/// @param remark what a person should know of this entry, such as that the provider says something
///   of it that cannot be read; what is told of it then is not all
public record Size(
    String id,
    String name,
    OptionalDouble cpus,
    OptionalLong memoryBytes,
    OptionalLong diskBytes,
    Optional<String> remark) {
  /// One of which there is nothing to remark.
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
