package dev.provision.adapter.jclouds.openstack;

import dev.provision.adapter.jclouds.rest.Rest;
import org.jclouds.openstack.keystone.auth.filters.AuthenticateRequest;
import org.jclouds.rest.annotations.RequestFilters;

/// Requests that a token from Keystone authorizes.
@RequestFilters(AuthenticateRequest.class)
interface OpenStackRest extends Rest {}
