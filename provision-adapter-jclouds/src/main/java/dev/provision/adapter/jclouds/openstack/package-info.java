/// OpenStack, and Rackspace, which runs it.
@NullMarked
package dev.provision.adapter.jclouds.openstack;

import org.jspecify.annotations.NullMarked;
