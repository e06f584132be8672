/// `CloudPort`: an account at a cloud, and its nodes.
@NullMarked
package dev.provision.ports.cloud;

import org.jspecify.annotations.NullMarked;
