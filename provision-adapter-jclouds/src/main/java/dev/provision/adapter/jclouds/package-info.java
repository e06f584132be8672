/// The clouds that Apache jclouds drives.
///
/// jclouds is at its last release: what it gets wrong is put right here, and nothing of it shows
/// beyond this package.
@NullMarked
package dev.provision.adapter.jclouds;

import org.jspecify.annotations.NullMarked;
