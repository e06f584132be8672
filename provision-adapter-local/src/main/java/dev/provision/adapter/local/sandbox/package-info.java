/// Namespaces, file systems and system call filters of a local node.
@NullMarked
package dev.provision.adapter.local.sandbox;

import org.jspecify.annotations.NullMarked;
