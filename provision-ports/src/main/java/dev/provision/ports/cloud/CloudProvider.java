package dev.provision.ports.cloud;

import java.util.List;

/// A kind of cloud that can be chosen with `-p`, found by `ServiceLoader`.
///
/// An implementation has a public constructor without parameters that does nothing costly: every
/// provider found is constructed to learn its names.
public interface CloudProvider {
  /// The names it is chosen by, the usual one first; lower case, unique among all providers.
  List<String> names();

  /// One line for `provision providers`: what it is and what it needs.
  String description();

  /// What the user id and the secret key are here, as options of the names `userid` and
  /// `secret-key`; empty where it wants none.
  default List<CloudOption> credentials() {
    return List.of();
  }

  /// The options it understands besides user id and secret key.
  List<CloudOption> options();

  /// Connects to an account. Checks what can be checked without a network call.
  ///
  /// @throws CloudException [CloudFailure.InvalidRequest] if the account lacks something or an
  ///   option is unsuitable
  CloudPort open(CloudAccount account);
}
