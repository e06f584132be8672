/// Finds and loads providers; the guard around third-party JARs.
@NullMarked
package dev.provision.library.provider;

import org.jspecify.annotations.NullMarked;
