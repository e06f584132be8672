/// Decides which nodes may be destroyed, and destroys them.
@NullMarked
package dev.provision.domain.destroy;

import org.jspecify.annotations.NullMarked;
