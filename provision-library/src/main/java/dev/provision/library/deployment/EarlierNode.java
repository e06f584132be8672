package dev.provision.library.deployment;

import dev.provision.ports.cloud.Node;

/// A node that an earlier deployment created and that still exists.
///
/// @param node the node
/// @param endedWell whether that deployment succeeded; otherwise it failed, was interrupted, or is
///   still in progress
public record EarlierNode(Node node, boolean endedWell) {}
