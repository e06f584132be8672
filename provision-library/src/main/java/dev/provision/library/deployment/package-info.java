/// Runs deployments, and keeps their journals and output files.
@NullMarked
package dev.provision.library.deployment;

import org.jspecify.annotations.NullMarked;
