/// Loads configuration directories, and converts old ones.
@NullMarked
package dev.provision.library.configuration;

import org.jspecify.annotations.NullMarked;
