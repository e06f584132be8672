package dev.provision.ports.cloud;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What [CloudPort#create] is asked for.
///
/// @param name the node's exact name
/// @param token says which request this is: unique for each wanted node, the same when a request is
///   repeated
/// @param image what it starts from
/// @param size what it consists of
/// @param location where it runs
/// @param userData handed to the node at its first boot, where given
/// @param keyPair the name of the provider's key pair to install, where given
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

  /// Without the user data, which may hold a private key, and the options' values.
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
