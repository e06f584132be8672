/// Public keys that may log in.
@NullMarked
package dev.provision.domain.key;

import org.jspecify.annotations.NullMarked;
