package dev.provision.adapter.jclouds.account;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// How a node is recognized at the first connection: values of the option `host-trust`.
public enum HostTrustMode {
  /// By the key that it was given with its user data.
  USER_DATA("user-data"),
  /// By the keys that it has written to its console.
  CONSOLE("console"),
  /// By the keys that the cloud finds in it.
  ENGINE("engine"),
  /// By the key that it shows first, which nobody vouches for.
  ACCEPT_NEW("accept-new");

  private final String word;

  HostTrustMode(String word) {
    this.word = word;
  }

  static Optional<HostTrustMode> of(String word) {
    return Arrays.stream(values()).filter(trust -> trust.word.equals(word)).findFirst();
  }

  /// All of them, for people.
  static String words() {
    return Arrays.stream(values()).map(trust -> trust.word).collect(Collectors.joining(", "));
  }
}
