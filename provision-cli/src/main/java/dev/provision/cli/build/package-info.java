/// What the build runs: it makes the texts and the start-up cache of the distribution.
@NullMarked
package dev.provision.cli.build;

import org.jspecify.annotations.NullMarked;
