/// The contract of the cloud port: tests that every adapter of a cloud passes.
@NullMarked
package dev.provision.testkit.cloud;

import org.jspecify.annotations.NullMarked;
