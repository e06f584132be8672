package dev.provision.ports.shell;

/// How a host was recognized.
///
/// @param key the key it has
/// @param how in words that complete "trusted because …", such as `the provider gave its key`
/// @param recorded whether the key was new and has been written to the known hosts
public record HostIdentity(HostKey key, String how, boolean recorded) {}
