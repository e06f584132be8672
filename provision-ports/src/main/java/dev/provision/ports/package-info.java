/// Shared by both ports: content, secrets, and the version of the ports.
@NullMarked
package dev.provision.ports;

import org.jspecify.annotations.NullMarked;
