/// Test reports that decide whether a node may be destroyed.
@NullMarked
package dev.provision.library.gate;

import org.jspecify.annotations.NullMarked;
