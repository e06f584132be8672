/// The commands: their options, and which part of the library each one calls.
@NullMarked
package dev.provision.cli.command;

import org.jspecify.annotations.NullMarked;
