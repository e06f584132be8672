/// Public keys that may log in to a node.
@NullMarked
package dev.provision.domain.key;

import org.jspecify.annotations.NullMarked;
