/// What a node is given before it boots, and what is done with it before it takes its steps.
@NullMarked
package dev.provision.domain.boot;

import org.jspecify.annotations.NullMarked;
