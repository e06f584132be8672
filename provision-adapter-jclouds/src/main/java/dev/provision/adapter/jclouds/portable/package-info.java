/// SoftLayer and `stub`, through jclouds' common interface.
@NullMarked
package dev.provision.adapter.jclouds.portable;

import org.jspecify.annotations.NullMarked;
