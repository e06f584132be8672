/// Requests to APIs that jclouds does not know, or knows in an old version.
@NullMarked
package dev.provision.adapter.jclouds.rest;

import org.jspecify.annotations.NullMarked;
