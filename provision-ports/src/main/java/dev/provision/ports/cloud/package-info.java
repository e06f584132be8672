/// The port to clouds: what a provider offers, and the nodes it runs.
@NullMarked
package dev.provision.ports.cloud;

import org.jspecify.annotations.NullMarked;
