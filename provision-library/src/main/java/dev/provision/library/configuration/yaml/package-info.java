/// `provision.yaml`: reading and writing it.
@NullMarked
package dev.provision.library.configuration.yaml;

import org.jspecify.annotations.NullMarked;
