/// Docker: containers as nodes.
@NullMarked
package dev.provision.adapter.jclouds.docker;

import org.jspecify.annotations.NullMarked;
