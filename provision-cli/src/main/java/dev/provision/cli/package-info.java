/// `main`, and the start of a command.
@NullMarked
package dev.provision.cli;

import org.jspecify.annotations.NullMarked;
