/// Apache CloudStack.
@NullMarked
package dev.provision.adapter.jclouds.cloudstack;

import org.jspecify.annotations.NullMarked;
