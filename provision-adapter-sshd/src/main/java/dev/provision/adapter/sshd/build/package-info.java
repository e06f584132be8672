/// Runs only in the build: squeezes the shell programs that are sent on a command line.
@NullMarked
package dev.provision.adapter.sshd.build;

import org.jspecify.annotations.NullMarked;
