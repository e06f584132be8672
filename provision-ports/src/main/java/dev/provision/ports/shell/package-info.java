/// `RemoteShellPort`: a verified connection to a node.
@NullMarked
package dev.provision.ports.shell;

import org.jspecify.annotations.NullMarked;
