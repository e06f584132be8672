/// Processes, records and locks of this machine.
@NullMarked
package dev.provision.adapter.local.machine;

import org.jspecify.annotations.NullMarked;
