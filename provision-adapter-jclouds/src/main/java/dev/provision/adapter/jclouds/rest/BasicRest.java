package dev.provision.adapter.jclouds.rest;

import org.jclouds.http.filters.BasicAuthentication;
import org.jclouds.rest.annotations.RequestFilters;

/// Requests that a user and a secret authorize.
@RequestFilters(BasicAuthentication.class)
public interface BasicRest extends Rest {}
