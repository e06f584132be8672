package dev.provision.ports.cloud;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The request of [CloudPort#create].
///
/// @param name the node's exact name
/// @param token identifies the request: unique for each node, the same if a request is repeated
/// @param image what it runs
/// @param size how big it is
/// @param location where it runs
/// @param userData passed to the node at its first boot, if given
/// @param keyPair the name of the provider's key pair to install, if given
/// @param authorizedKeys public keys, as lines of OpenSSH's `authorized_keys`, for providers that
///   install them at boot
/// @param options values of options for this node
public record NodeRequest(
    String name,
    String token,
    Image image,
    Size size,
    Location location,
    Optional<String> userData,
    Optional<String> keyPair,
    List<String> authorizedKeys,
    Map<String, String> options) {

  /// Copies the collections.
  public NodeRequest {
    authorizedKeys = List.copyOf(authorizedKeys);
    options = Map.copyOf(options);
  }

  /// Without the user data, which may contain a private key, and the options' values.
  @Override
  public String toString() {
    return "NodeRequest[name=%s, token=%s, image=%s, size=%s, location=%s, userData=%s, keyPair=%s]"
        .formatted(
            name,
            token,
            image.id(),
            size.id(),
            location.id(),
            userData.map(text -> text.length() + " characters").orElse("none"),
            keyPair.orElse("none"));
  }
}
