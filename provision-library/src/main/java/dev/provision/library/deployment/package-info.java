/// One deployment: its journal, its output files and its result.
@NullMarked
package dev.provision.library.deployment;

import org.jspecify.annotations.NullMarked;
