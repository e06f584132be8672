package dev.provision.ports.cloud;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

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
/// @param labels what Provision itself keeps with the node, such as its place in a fleet. Keys
///   begin with [#LABEL_PREFIX] and consist of `a-z` and `-`, values of 1 to 63 characters of
///   `a-z0-9-`. A provider that has labels, tags or metadata keeps them there, and shows them in
///   [Node#labels()]; another one ignores them.
public record NodeRequest(
    String name,
    String token,
    Image image,
    Size size,
    Location location,
    Optional<String> userData,
    Optional<String> keyPair,
    List<String> authorizedKeys,
    Map<String, String> options,
    Map<String, String> labels) {
  /// What the keys of labels begin with, so that they are no one else's.
  public static final String LABEL_PREFIX = "provision-";

  /// The key of the label that has the token; adapters add it.
  public static final String TOKEN_LABEL = LABEL_PREFIX + "token";

  private static final Pattern LABEL_KEY = Pattern.compile(LABEL_PREFIX + "[a-z][a-z-]*");
  private static final Pattern LABEL_VALUE = Pattern.compile("[a-z0-9-]{1,63}");

  /// Copies the collections.
  ///
  /// @throws IllegalArgumentException if a label has another form, or is the token's
  public NodeRequest {
    labels = Map.copyOf(labels);
    labels.forEach(
        (key, value) -> {
          if (key.equals(TOKEN_LABEL)
              || !LABEL_KEY.matcher(key).matches()
              || !LABEL_VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("label '%s' = '%s'".formatted(key, value));
          }
        });
    authorizedKeys = List.copyOf(authorizedKeys);
    options = Map.copyOf(options);
  }

  /// One without labels.
  public NodeRequest(
      String name,
      String token,
      Image image,
      Size size,
      Location location,
      Optional<String> userData,
      Optional<String> keyPair,
      List<String> authorizedKeys,
      Map<String, String> options) {
    this(name, token, image, size, location, userData, keyPair, authorizedKeys, options, Map.of());
  }

  /// The labels as [Node#labels()] shows them: with the token.
  public Map<String, String> labelsWithToken() {
    Map<String, String> all = new HashMap<>(labels);
    all.put(TOKEN_LABEL, token);
    return Map.copyOf(all);
  }

  /// The same with labels.
  public NodeRequest labelled(Map<String, String> labels) {
    return new NodeRequest(
        name, token, image, size, location, userData, keyPair, authorizedKeys, options, labels);
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
