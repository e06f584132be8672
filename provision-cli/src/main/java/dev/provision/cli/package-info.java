/// The command line: commands, terminal output, exit statuses.
@NullMarked
package dev.provision.cli;

import org.jspecify.annotations.NullMarked;
