package dev.provision.adapter.jclouds.http;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// How requests get to a cloud.
///
/// @param socket the Unix socket that all of them go through, where it is not the network
public record RequestRoute(Optional<Path> socket) {
  /// By the network, to wherever their addresses say.
  public static final RequestRoute NETWORK = new RequestRoute(Optional.empty());

  public static RequestRoute through(Path socket) {
    return new RequestRoute(Optional.of(socket));
  }

  /// Whom a request to this address reaches, for people.
  String receiver(URI to) {
    return socket
        .map(path -> "unix://" + path)
        .orElseGet(
            () ->
                to.getScheme()
                    + "://"
                    + String.valueOf(to.getRawAuthority()).replaceFirst(".*@", "******@"));
  }
}
