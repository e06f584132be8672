/// Signatures in OpenSSH's format, as `ssh-keygen -Y` makes and verifies them.
@NullMarked
package dev.provision.library.signature;

import org.jspecify.annotations.NullMarked;
