package dev.provision.ports.cloud;

import dev.provision.ports.shell.SshEndpoint;

/// A running node, and where its SSH server is.
///
/// @param node the node
/// @param endpoint address, user, host trust, and the logins that the provider knows, such as a
///   generated password
public record ReachableNode(Node node, SshEndpoint endpoint) {}
