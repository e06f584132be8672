/// JUnit reports that decide whether a node is destroyed.
@NullMarked
package dev.provision.library.gate;

import org.jspecify.annotations.NullMarked;
