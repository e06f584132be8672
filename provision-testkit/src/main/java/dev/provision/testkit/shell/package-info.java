/// The contract of the shell port: tests that every adapter of a shell passes, a simulation
/// included.
@NullMarked
package dev.provision.testkit.shell;

import org.jspecify.annotations.NullMarked;
