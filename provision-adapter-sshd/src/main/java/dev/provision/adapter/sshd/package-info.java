/// The shell port: connects along a route of hosts, and applies steps.
@NullMarked
package dev.provision.adapter.sshd;

import org.jspecify.annotations.NullMarked;
