/// The state directory: host keys, and files that survive a crash.
@NullMarked
package dev.provision.library.state;

import org.jspecify.annotations.NullMarked;
