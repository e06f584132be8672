/// Clocks for tests.
@NullMarked
package dev.provision.testkit.time;

import org.jspecify.annotations.NullMarked;
