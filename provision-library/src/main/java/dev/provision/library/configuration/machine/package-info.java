/// What configurations read from this machine: files, variables, commands.
@NullMarked
package dev.provision.library.configuration.machine;

import org.jspecify.annotations.NullMarked;
