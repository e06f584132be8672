package dev.provision.ports.cloud;

import java.util.OptionalInt;

/// Whether [NodeRequest#userData()] reaches a node's first boot, where cloud-init or its like
/// follows it.
public sealed interface UserDataSupport {
  /// How many bytes of user data a node may have at most, before any encoding, where there is a
  /// limit. A request with more is refused with [CloudFailure.InvalidRequest].
  OptionalInt limit();

  /// Whether a new node is given its host key with its user data, before it boots. Then no other
  /// key is accepted from it, and later only keys that are known, even where the endpoint's trust
  /// accepts new hosts.
  boolean holdsHostKey();

  /// It does not. A request with user data is refused, with [CloudFailure.Unsupported] or
  /// [CloudFailure.InvalidRequest], or leaves it on the node without following it.
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

  /// It does. What happens at the first boot is waited for before a new node takes its steps.
  ///
  /// @param limit bytes at most, where there is a limit
  /// @param holdsHostKey false where the account turns that off, for images without cloud-init;
  ///   then the endpoint's own trust counts
  record Taken(OptionalInt limit, boolean holdsHostKey) implements UserDataSupport {}
}
