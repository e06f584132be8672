/// `local`: creates nodes on this machine, and keeps their records.
@NullMarked
package dev.provision.adapter.local.node;

import org.jspecify.annotations.NullMarked;
