/// The contract of signing: tests that every adapter passes that signs with users' keys.
@NullMarked
package dev.provision.testkit.signing;

import org.jspecify.annotations.NullMarked;
