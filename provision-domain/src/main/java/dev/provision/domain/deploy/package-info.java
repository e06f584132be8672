/// Carrying out a plan by way of the two ports.
@NullMarked
package dev.provision.domain.deploy;

import org.jspecify.annotations.NullMarked;
