/// Microsoft Azure.
@NullMarked
package dev.provision.adapter.jclouds.azure;

import org.jspecify.annotations.NullMarked;
