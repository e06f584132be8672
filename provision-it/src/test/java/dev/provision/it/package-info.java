/// End-to-end tests through the command line and the library, and the rules between modules.
@NullMarked
package dev.provision.it;

import org.jspecify.annotations.NullMarked;
