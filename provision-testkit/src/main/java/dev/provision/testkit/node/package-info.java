/// How contract tests look at a node, and what their scripts do there.
@NullMarked
package dev.provision.testkit.node;

import org.jspecify.annotations.NullMarked;
