/// Problems with their next step, and similar names.
@NullMarked
package dev.provision.domain;

import org.jspecify.annotations.NullMarked;
