/// An account's settings, its open ports, and the user's logins.
@NullMarked
package dev.provision.library.account;

import org.jspecify.annotations.NullMarked;
