/// The first Provision's `__init__.py`.
@NullMarked
package dev.provision.library.configuration.python;

import org.jspecify.annotations.NullMarked;
