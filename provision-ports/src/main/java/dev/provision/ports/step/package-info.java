/// Steps (a file, a script, keys), their conditions, and their results.
@NullMarked
package dev.provision.ports.step;

import org.jspecify.annotations.NullMarked;
