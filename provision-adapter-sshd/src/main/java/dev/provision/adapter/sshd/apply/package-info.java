/// What runs on the node, and what comes back from it: the archive, the runner's shell text, its
/// frames.
@NullMarked
package dev.provision.adapter.sshd.apply;

import org.jspecify.annotations.NullMarked;
