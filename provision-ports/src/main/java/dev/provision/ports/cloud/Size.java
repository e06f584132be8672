package dev.provision.ports.cloud;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What a node consists of.
///
/// @param id the provider's id for it
/// @param name for people; the id where there is no other
/// @param cpus processor cores, where known
/// @param memoryBytes main memory, where known
/// @param diskBytes disk, where known
public record Size(
    String id,
    String name,
    OptionalDouble cpus,
    OptionalLong memoryBytes,
    OptionalLong diskBytes) {}
