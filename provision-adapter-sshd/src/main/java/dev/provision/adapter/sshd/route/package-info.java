/// The way to a host: its address, its user, and the jump hosts before it.
@NullMarked
package dev.provision.adapter.sshd.route;

import org.jspecify.annotations.NullMarked;
