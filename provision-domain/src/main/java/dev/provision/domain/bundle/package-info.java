/// Bundles of scripts and files, and how several are merged.
@NullMarked
package dev.provision.domain.bundle;

import org.jspecify.annotations.NullMarked;
