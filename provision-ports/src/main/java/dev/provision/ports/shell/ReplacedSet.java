package dev.provision.ports.shell;

import java.util.Optional;

/// What one run replaced on a node and kept there.
///
/// @param id its ID, which begins with the time of the run
/// @param about who started the run, human-readable
/// @param paths how many paths the run has changed
/// @param undone when it was put back; empty: it was not
public record ReplacedSet(String id, String about, int paths, Optional<String> undone) {}
