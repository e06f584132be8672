/// `hosts`: existing machines as nodes.
@NullMarked
package dev.provision.adapter.local.hosts;

import org.jspecify.annotations.NullMarked;
