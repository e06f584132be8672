package dev.provision.domain.plan;

/// Which of the nodes that were deployed together a node is: the values of `node_index` and
/// `node_count`. It keeps them, so that its templates stay the same.
///
/// @param index from 1
/// @param count how many there were
public record NodePlace(int index, int count) {}
