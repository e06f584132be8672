/// Public keys of users.
@NullMarked
package dev.provision.library.configuration.key;

import org.jspecify.annotations.NullMarked;
