package dev.provision.adapter.jclouds.rest;

import org.jclouds.oauth.v2.filters.OAuthFilter;
import org.jclouds.rest.annotations.RequestFilters;

/// Requests that a bearer's token authorizes.
@RequestFilters(OAuthFilter.class)
public interface OAuthRest extends Rest {}
