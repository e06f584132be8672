/// What is shown while something is going on: progress, and a node's shell.
@NullMarked
package dev.provision.cli.terminal;

import org.jspecify.annotations.NullMarked;
