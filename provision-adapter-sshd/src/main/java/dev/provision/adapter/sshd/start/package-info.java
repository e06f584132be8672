/// Starts the runner on a node, as root if needed.
@NullMarked
package dev.provision.adapter.sshd.start;

import org.jspecify.annotations.NullMarked;
