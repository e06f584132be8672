@NullMarked
package dev.provision.cli.output;

import org.jspecify.annotations.NullMarked;
