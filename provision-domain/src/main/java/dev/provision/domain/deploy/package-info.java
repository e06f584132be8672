/// Carries out a plan through the two ports, and reports events.
@NullMarked
package dev.provision.domain.deploy;

import org.jspecify.annotations.NullMarked;
