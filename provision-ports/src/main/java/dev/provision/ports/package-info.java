/// What both ports share: content, secrets, the version of the ports.
@NullMarked
package dev.provision.ports;

import org.jspecify.annotations.NullMarked;
