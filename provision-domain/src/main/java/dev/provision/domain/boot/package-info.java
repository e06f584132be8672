/// User data, a node's first host key, and waiting until it has booted.
@NullMarked
package dev.provision.domain.boot;

import org.jspecify.annotations.NullMarked;
