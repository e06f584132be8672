/// The HTTP client under jclouds: connections, certificates, proxies, Unix sockets.
@NullMarked
package dev.provision.adapter.jclouds.http;

import org.jspecify.annotations.NullMarked;
