/// The remote shell over Apache MINA SSHD, and the embedded SSH server.
@NullMarked
package dev.provision.adapter.sshd;

import org.jspecify.annotations.NullMarked;
