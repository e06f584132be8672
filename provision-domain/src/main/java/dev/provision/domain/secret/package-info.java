/// Secrets in texts that people see: how they look there, and how they are masked.
@NullMarked
package dev.provision.domain.secret;

import org.jspecify.annotations.NullMarked;
