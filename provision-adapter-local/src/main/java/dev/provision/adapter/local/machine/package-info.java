/// This machine: its processes, and the records and locks that are kept on it.
@NullMarked
package dev.provision.adapter.local.machine;

import org.jspecify.annotations.NullMarked;
