/// What the configuration directories say, in the end.
@NullMarked
package dev.provision.domain.configuration;

import org.jspecify.annotations.NullMarked;
