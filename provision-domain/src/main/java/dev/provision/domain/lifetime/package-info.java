/// How long nodes live, and how many there may be.
@NullMarked
package dev.provision.domain.lifetime;

import org.jspecify.annotations.NullMarked;
