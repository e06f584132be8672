package dev.provision.ports.cloud;

/// A place where a provider runs nodes.
///
/// @param id the provider's id for it
/// @param name for people; the id where there is no other
public record Location(String id, String name) {}
