/// Runs of commands: deployments and fleets, and what they leave.
@NullMarked
package dev.provision.cli.run;

import org.jspecify.annotations.NullMarked;
