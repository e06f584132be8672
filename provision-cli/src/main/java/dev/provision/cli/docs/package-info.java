/// Help texts, man pages and completion scripts, all made from the commands' own definitions.
@NullMarked
package dev.provision.cli.docs;

import org.jspecify.annotations.NullMarked;
