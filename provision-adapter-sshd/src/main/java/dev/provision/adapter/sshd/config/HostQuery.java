package dev.provision.adapter.sshd.config;

import java.util.Optional;
import java.util.OptionalInt;

/// What a connection's caller has said about a host; it goes before what files say.
///
/// @param host the name or address
/// @param port where it listens
/// @param user the login
public record HostQuery(String host, OptionalInt port, Optional<String> user) {
  private static final String USUAL_USER = "root";

  /// The login, as far as is known now.
  String user(ConfigValues values) {
    return user.or(() -> values.first(ConfigKeyword.USER).map(ConfigValues.Given::text))
        .orElse(USUAL_USER);
  }
}
