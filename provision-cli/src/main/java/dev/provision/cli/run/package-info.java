/// What commands run: a deployment, a fleet, and what is left after a failure.
@NullMarked
package dev.provision.cli.run;

import org.jspecify.annotations.NullMarked;
