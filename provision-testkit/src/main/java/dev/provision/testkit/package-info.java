/// The annotation that ties a test to a sentence of a port.
@NullMarked
package dev.provision.testkit;

import org.jspecify.annotations.NullMarked;
