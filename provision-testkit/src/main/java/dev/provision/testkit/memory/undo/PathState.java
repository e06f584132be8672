package dev.provision.testkit.memory.undo;

/// What is at a path of a host in memory.
///
/// @param text the same for the same content, mode and owner
/// @param restore makes it so again
public record PathState(String text, Runnable restore) {}
