/// Providers: how they are found and loaded, and the guard around third parties' JARs.
@NullMarked
package dev.provision.library.provider;

import org.jspecify.annotations.NullMarked;
