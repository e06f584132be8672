/// Checks a configuration without using it.
@NullMarked
package dev.provision.library.validation;

import org.jspecify.annotations.NullMarked;
