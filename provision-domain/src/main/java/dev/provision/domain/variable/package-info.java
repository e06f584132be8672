/// Values of template variables, which may be secret, and the parameters that bundles declare.
@NullMarked
package dev.provision.domain.variable;

import org.jspecify.annotations.NullMarked;
