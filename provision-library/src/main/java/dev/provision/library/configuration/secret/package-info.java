/// References to secrets, such as `${env:NAME}`.
@NullMarked
package dev.provision.library.configuration.secret;

import org.jspecify.annotations.NullMarked;
