/// The provider `local`: nodes on this machine, and their records.
@NullMarked
package dev.provision.adapter.local.node;

import org.jspecify.annotations.NullMarked;
