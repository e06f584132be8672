/// Which nodes may be destroyed, and destroying them.
@NullMarked
package dev.provision.domain.destroy;

import org.jspecify.annotations.NullMarked;
