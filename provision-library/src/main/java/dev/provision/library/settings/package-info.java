/// What a `Provision` was opened with.
@NullMarked
package dev.provision.library.settings;

import org.jspecify.annotations.NullMarked;
