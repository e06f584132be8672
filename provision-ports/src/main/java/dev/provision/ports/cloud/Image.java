package dev.provision.ports.cloud;

/// What a node starts from.
///
/// @param id the provider's id for it
/// @param name its full name, such as `Ubuntu 24.04 LTS (Noble Numbat)`
public record Image(String id, String name) {}
