/// The provider `hosts`: machines that exist already.
@NullMarked
package dev.provision.adapter.local.hosts;

import org.jspecify.annotations.NullMarked;
