/// Runs of earlier commands, for people and programs.
@NullMarked
package dev.provision.cli.history;

import org.jspecify.annotations.NullMarked;
