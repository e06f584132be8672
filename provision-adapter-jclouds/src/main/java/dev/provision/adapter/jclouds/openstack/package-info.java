/// OpenStack, and Rackspace, which is one.
@NullMarked
package dev.provision.adapter.jclouds.openstack;

import org.jspecify.annotations.NullMarked;
