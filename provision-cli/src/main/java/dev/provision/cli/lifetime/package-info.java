/// Commands about how long nodes live.
@NullMarked
package dev.provision.cli.lifetime;

import org.jspecify.annotations.NullMarked;
