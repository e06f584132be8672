package dev.provision.library.deployment;

import dev.provision.ports.cloud.Node;

/// A node that an earlier deployment made and that still exists.
///
/// @param node the node
/// @param endedWell whether that deployment did; else it failed, was interrupted, or still goes on
public record EarlierNode(Node node, boolean endedWell) {}
