/// Named collections of scripts and files, and how several become one.
@NullMarked
package dev.provision.domain.bundle;

import org.jspecify.annotations.NullMarked;
