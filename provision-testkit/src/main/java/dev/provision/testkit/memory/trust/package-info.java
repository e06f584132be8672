/// How a simulated host's key is verified.
@NullMarked
package dev.provision.testkit.memory.trust;

import org.jspecify.annotations.NullMarked;
