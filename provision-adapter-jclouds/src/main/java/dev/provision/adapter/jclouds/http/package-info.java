/// The HTTP client below jclouds: its connections, certificates and proxies.
@NullMarked
package dev.provision.adapter.jclouds.http;

import org.jspecify.annotations.NullMarked;
