/// The public API: `Provision`, its builder, and their wiring by Guice.
@NullMarked
package dev.provision.library;

import org.jspecify.annotations.NullMarked;
