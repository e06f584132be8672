/// Google Compute Engine.
@NullMarked
package dev.provision.adapter.jclouds.gce;

import org.jspecify.annotations.NullMarked;
