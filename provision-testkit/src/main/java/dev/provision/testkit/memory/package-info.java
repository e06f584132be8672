/// Clouds and nodes in memory, for simulations and tests.
@NullMarked
package dev.provision.testkit.memory;

import org.jspecify.annotations.NullMarked;
