/// What the program writes with: the one gate before terminals and pipes.
@NullMarked
package dev.provision.cli.output;

import org.jspecify.annotations.NullMarked;
