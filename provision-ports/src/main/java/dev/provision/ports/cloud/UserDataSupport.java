package dev.provision.ports.cloud;

import java.util.OptionalInt;

/// Whether [NodeRequest#userData()] reaches a node's first boot, where cloud-init or a similar
/// program processes it.
public sealed interface UserDataSupport {
  /// The maximum number of bytes of user data, before any encoding, if there is a limit. A request
  /// with more fails with [CloudFailure.InvalidRequest].
  OptionalInt limit();

  /// Whether a new node gets its host key in its user data, before it boots. If so, no other key is
  /// accepted from it, and later only known keys, even if the endpoint's trust accepts new hosts.
  boolean holdsHostKey();

  /// It does not. A request with user data fails with [CloudFailure.Unsupported] or
  /// [CloudFailure.InvalidRequest], or leaves the user data on the node without processing it.
  record NotTaken() implements UserDataSupport {
    @Override
    public OptionalInt limit() {
      return OptionalInt.empty();
    }

    @Override
    public boolean holdsHostKey() {
      return false;
    }
  }

  /// It does. Steps are applied to a new node only after its first boot has finished.
  ///
  /// @param limit maximum number of bytes, if there is a limit
  /// @param holdsHostKey false if the account turns it off, for images without cloud-init; then the
  ///   endpoint's own trust applies
  record Taken(OptionalInt limit, boolean holdsHostKey) implements UserDataSupport {}
}
