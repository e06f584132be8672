/// An in-memory cloud and shell, and the contract tests that every adapter passes.
@NullMarked
package dev.provision.testkit;

import org.jspecify.annotations.NullMarked;
