/// A configuration that is still being read: what each directory adds.
@NullMarked
package dev.provision.library.configuration.draft;

import org.jspecify.annotations.NullMarked;
