/// Configuration directories: `provision.yaml`, the first Provision's `__init__.py`, public keys,
/// and the scripts and files they name.
@NullMarked
package dev.provision.library.configuration;

import org.jspecify.annotations.NullMarked;
