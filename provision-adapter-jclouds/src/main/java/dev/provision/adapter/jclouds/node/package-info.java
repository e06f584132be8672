/// What is the same for all clouds: creating, awaiting and listing nodes.
@NullMarked
package dev.provision.adapter.jclouds.node;

import org.jspecify.annotations.NullMarked;
