package dev.provision.adapter.jclouds.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.provision.ports.cloud.NodeId;
import java.net.URI;
import java.net.URLEncoder;

/// The URLs of a Docker engine's API.
///
/// @param base what they begin with; behind a Unix socket any name of the local machine
record EngineUrls(String base) {
  URI of(String path) {
    return URI.create(base + path);
  }

  URI container(NodeId id, String rest) {
    return of("/containers/" + id + rest);
  }

  /// A value within a query.
  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
