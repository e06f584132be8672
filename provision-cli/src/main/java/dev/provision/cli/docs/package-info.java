/// Help, man pages and completion, generated from the definitions of the commands.
@NullMarked
package dev.provision.cli.docs;

import org.jspecify.annotations.NullMarked;
