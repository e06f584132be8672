/// What hosts in memory keep for undo.
@NullMarked
package dev.provision.testkit.memory.undo;

import org.jspecify.annotations.NullMarked;
