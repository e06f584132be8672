/// What both ports share.
@NullMarked
package dev.provision.ports;

import org.jspecify.annotations.NullMarked;
