/// The providers `local` and `hosts`.
@NullMarked
package dev.provision.adapter.local;

import org.jspecify.annotations.NullMarked;
