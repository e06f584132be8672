/// Texts for failures, and secrets removed from them.
@NullMarked
package dev.provision.library.text;

import org.jspecify.annotations.NullMarked;
