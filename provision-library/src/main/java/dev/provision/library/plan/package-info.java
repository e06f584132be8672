/// Plans in files: saved, signed, and carried out as they were saved.
@NullMarked
package dev.provision.library.plan;

import org.jspecify.annotations.NullMarked;
