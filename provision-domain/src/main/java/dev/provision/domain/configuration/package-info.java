/// A complete configuration, and its accounts.
@NullMarked
package dev.provision.domain.configuration;

import org.jspecify.annotations.NullMarked;
