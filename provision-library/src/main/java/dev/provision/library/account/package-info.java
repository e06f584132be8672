/// Accounts at providers: their settings, their open connections, and how to log in to their nodes.
@NullMarked
package dev.provision.library.account;

import org.jspecify.annotations.NullMarked;
