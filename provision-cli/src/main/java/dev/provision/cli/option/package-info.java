/// Options that several commands share, and converters of their values.
@NullMarked
package dev.provision.cli.option;

import org.jspecify.annotations.NullMarked;
