/// Turns a configuration and a request into a plan. No network.
@NullMarked
package dev.provision.domain.plan;

import org.jspecify.annotations.NullMarked;
