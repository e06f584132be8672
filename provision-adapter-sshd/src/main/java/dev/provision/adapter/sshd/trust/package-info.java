/// Host keys: `known_hosts` files, and the check of the key that a host shows.
@NullMarked
package dev.provision.adapter.sshd.trust;

import org.jspecify.annotations.NullMarked;
