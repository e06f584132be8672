/// Settings of a [dev.provision.library.Provision].
@NullMarked
package dev.provision.library.settings;

import org.jspecify.annotations.NullMarked;
