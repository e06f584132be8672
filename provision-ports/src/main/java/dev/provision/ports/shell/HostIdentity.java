package dev.provision.ports.shell;

/// How a host was verified.
///
/// @param key the host's key
/// @param how human-readable, such as `verified with the key that the provider reported`
/// @param recorded whether the key was new and has been written to the known hosts
public record HostIdentity(HostKey key, String how, boolean recorded) {}
