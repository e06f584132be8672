/// A configuration in the making, before it is checked as a whole.
@NullMarked
package dev.provision.library.configuration.draft;

import org.jspecify.annotations.NullMarked;
