/// Files, environment variables and programs of this machine.
@NullMarked
package dev.provision.library.configuration.machine;

import org.jspecify.annotations.NullMarked;
