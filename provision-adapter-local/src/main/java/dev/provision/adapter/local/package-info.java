/// Clouds that need no account: sandboxes on this machine, and hosts that exist already.
@NullMarked
package dev.provision.adapter.local;

import org.jspecify.annotations.NullMarked;
