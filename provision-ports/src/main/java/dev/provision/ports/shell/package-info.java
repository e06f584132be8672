/// The port to nodes: one connection, and the steps applied over it.
@NullMarked
package dev.provision.ports.shell;

import org.jspecify.annotations.NullMarked;
