/// Runs only in the build: help texts, and the start-up cache.
@NullMarked
package dev.provision.cli.build;

import org.jspecify.annotations.NullMarked;
