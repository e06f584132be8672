/// Steps (a file, a script, keys), and their results.
@NullMarked
package dev.provision.ports.step;

import org.jspecify.annotations.NullMarked;
