/// One call of the program: its streams and surroundings, and the exit status it ends with.
@NullMarked
package dev.provision.cli.call;

import org.jspecify.annotations.NullMarked;
