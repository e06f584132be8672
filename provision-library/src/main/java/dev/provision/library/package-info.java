/// The composition root and the public Java API: configuration, providers, journal, deployments.
@NullMarked
package dev.provision.library;

import org.jspecify.annotations.NullMarked;
