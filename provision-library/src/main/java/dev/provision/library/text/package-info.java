/// Texts of failures, with secrets masked.
@NullMarked
package dev.provision.library.text;

import org.jspecify.annotations.NullMarked;
