/// The clouds that are reached by jclouds' portable interface.
@NullMarked
package dev.provision.adapter.jclouds.portable;

import org.jspecify.annotations.NullMarked;
