package dev.provision.ports.cloud;

import java.util.List;

/// A kind of cloud that can be chosen with `-p`, found by `ServiceLoader`.
///
/// Implementations have a public constructor without parameters that does nothing expensive,
/// because every provider is constructed to get its names.
public interface CloudProvider {
  /// Its names, the preferred one first; lower case, unique among all providers.
  List<String> names();

  /// One line for `provision providers`: what it is and what it requires.
  String description();

  /// The meaning of the user ID and the secret key, as options named `userid` and `secret-key`;
  /// empty if it requires none.
  default List<CloudOption> credentials() {
    return List.of();
  }

  /// The options it supports besides user ID and secret key.
  List<CloudOption> options();

  /// Opens an account. Checks what can be checked without a network call.
  ///
  /// @throws CloudException [CloudFailure.InvalidRequest] if the account is incomplete or an option
  ///   is invalid
  CloudPort open(CloudAccount account);
}
