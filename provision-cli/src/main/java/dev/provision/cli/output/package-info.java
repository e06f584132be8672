/// The only way to a terminal or a pipe; makes text visible.
@NullMarked
package dev.provision.cli.output;

import org.jspecify.annotations.NullMarked;
