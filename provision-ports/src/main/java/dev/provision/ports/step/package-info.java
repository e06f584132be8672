/// What is done on a node, and what came of it.
@NullMarked
package dev.provision.ports.step;

import org.jspecify.annotations.NullMarked;
