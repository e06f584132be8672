/// One call of the program: arguments, streams, signals, exit status, advice.
@NullMarked
package dev.provision.cli.call;

import org.jspecify.annotations.NullMarked;
