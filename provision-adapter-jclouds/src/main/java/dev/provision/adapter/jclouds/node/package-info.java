/// What is the same for all clouds: create, await, list and destroy nodes; host trust.
@NullMarked
package dev.provision.adapter.jclouds.node;

import org.jspecify.annotations.NullMarked;
