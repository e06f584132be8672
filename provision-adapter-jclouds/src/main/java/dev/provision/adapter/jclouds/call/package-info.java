/// Calls to an API: deadlines, retries, size limits, failures, secrets.
@NullMarked
package dev.provision.adapter.jclouds.call;

import org.jspecify.annotations.NullMarked;
