/// Tests of whole command lines, on a cloud in memory.
@NullMarked
package dev.provision.cli;

import org.jspecify.annotations.NullMarked;
