package dev.provision.ports.cloud;

import dev.provision.ports.shell.SshEndpoint;

/// A node that runs, and where its shell is.
///
/// @param node the node
/// @param endpoint address, user, host trust and those logins that the provider knows of, such as a
///   password it made
public record ReachableNode(Node node, SshEndpoint endpoint) {}
