/// A local node's sandbox: its file system, its namespaces, and the commands in it.
@NullMarked
package dev.provision.adapter.local.sandbox;

import org.jspecify.annotations.NullMarked;
