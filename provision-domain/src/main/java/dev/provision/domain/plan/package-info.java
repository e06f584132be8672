/// From configuration and request to a plan; no network.
@NullMarked
package dev.provision.domain.plan;

import org.jspecify.annotations.NullMarked;
