/// What is shown during a run: progress, questions, a session on a node.
@NullMarked
package dev.provision.cli.terminal;

import org.jspecify.annotations.NullMarked;
