/// Connections, channels and tunnels: all that extends Apache MINA SSHD.
@NullMarked
package dev.provision.adapter.sshd.transport;

import org.jspecify.annotations.NullMarked;
