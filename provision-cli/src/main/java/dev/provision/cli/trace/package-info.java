/// `-vv` and `PROVISION_LOG`: a timed trace of what is decided and why.
@NullMarked
package dev.provision.cli.trace;

import org.jspecify.annotations.NullMarked;
